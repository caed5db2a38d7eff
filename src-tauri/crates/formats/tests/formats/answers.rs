//! Answers from survey tools and diaries. Each sample imitates the shape of one tool's export; what it says is made up.

use domain::entity::AnswerKind;
use formats::answers::{Answers, read_csv};
use formats::columns::Choices;

fn read(text: &str) -> Answers {
    read_csv("answers.csv", text.as_bytes(), &Choices::new()).unwrap()
}

/// Qualtrics: labels, questions and import ids above the answers; a preview among them.
const QUALTRICS: &str = "StartDate,EndDate,Status,IPAddress,Progress,Finished,RecordedDate,ResponseId,RecipientLastName,RecipientFirstName,RecipientEmail,ExternalReference,LocationLatitude,LocationLongitude,DistributionChannel,UserLanguage,Q1,Q2,Q3_TEXT\n\
    Start Date,End Date,Response Type,IP Address,Progress,Finished,Recorded Date,Response ID,Recipient Last Name,Recipient First Name,Recipient Email,External Data Reference,Location Latitude,Location Longitude,Distribution Channel,User Language,How easy was it?,\"What happened, in your words?\",What is your e-mail address?\n\
    \"{\"\"ImportId\"\":\"\"startDate\"\"}\",\"{\"\"ImportId\"\":\"\"endDate\"\"}\",\"{\"\"ImportId\"\":\"\"status\"\"}\",\"{\"\"ImportId\"\":\"\"ipAddress\"\"}\",\"{\"\"ImportId\"\":\"\"progress\"\"}\",\"{\"\"ImportId\"\":\"\"finished\"\"}\",\"{\"\"ImportId\"\":\"\"recordedDate\"\"}\",\"{\"\"ImportId\"\":\"\"_recordId\"\"}\",\"{\"\"ImportId\"\":\"\"recipientLastName\"\"}\",\"{\"\"ImportId\"\":\"\"recipientFirstName\"\"}\",\"{\"\"ImportId\"\":\"\"recipientEmail\"\"}\",\"{\"\"ImportId\"\":\"\"externalDataReference\"\"}\",\"{\"\"ImportId\"\":\"\"locationLatitude\"\"}\",\"{\"\"ImportId\"\":\"\"locationLongitude\"\"}\",\"{\"\"ImportId\"\":\"\"distributionChannel\"\"}\",\"{\"\"ImportId\"\":\"\"userLanguage\"\"}\",\"{\"\"ImportId\"\":\"\"QID1\"\"}\",\"{\"\"ImportId\"\":\"\"QID2_TEXT\"\"}\",\"{\"\"ImportId\"\":\"\"QID3_TEXT\"\"}\"\n\
    2026-11-18 08:20:00,2026-11-18 08:28:09,IP Address,192.0.2.7,100,True,2026-11-18 08:28:10,R_1a,Quist,Ada,ada@example.org,P04,48.4010,9.9876,email,EN,2,\"Lost, twice\",ada@example.org\n\
    2026-11-18 09:20:00,2026-11-18 09:28:09,Survey Preview,192.0.2.8,100,True,2026-11-18 09:28:10,R_2b,,,,,,,preview,EN,7,test,\n\
    2026-11-18 10:20:00,2026-11-18 10:28:09,IP Address,192.0.2.9,100,True,2026-11-18 10:28:10,R_3c,,,,,,,anonymous,DE,6,,\n";

#[test]
fn qualtrics() {
    let answers = read(QUALTRICS);
    assert_eq!(answers.kind, AnswerKind::Answers);
    assert_eq!(answers.questions, ["How easy was it?", "What happened, in your words?"]);
    assert_eq!(answers.rows.len(), 2, "three header rows and a preview are no answers");
    assert_eq!(answers.rows[0].code.as_deref(), Some("P04"));
    assert_eq!((answers.rows[0].key.as_str(), answers.rows[0].certain), ("R_1a", true));
    assert_eq!(answers.rows[0].at.as_deref(), Some("2026-11-18T08:28"));
    assert_eq!(answers.rows[0].values, ["2", "Lost, twice"]);
    assert_eq!((answers.rows[1].code.as_deref(), answers.rows[1].line), (None, 6));
    assert_eq!(answers.skipped[0].reason.to_string(), "it is a trial of the survey");
    for who in ["IPAddress", "RecipientLastName", "RecipientEmail", "LocationLatitude", "Q3_TEXT"] {
        assert!(answers.personal.iter().any(|name| name == who), "{who} is personal: {:?}", answers.personal);
    }
    let asked = Choices::from([("Q3_TEXT".to_owned(), "answer".to_owned())]);
    let answers = read_csv("answers.csv", QUALTRICS.as_bytes(), &asked).unwrap();
    assert_eq!(answers.rows[0].values[2], "ada@example.org", "it comes in when asked for");
}

#[test]
fn typeform() {
    let answers = read(
        "#,What annoys you most?,\"How often, in a month?\",Your email,Response Type,Start Date (UTC),Stage Date (UTC),Submit Date (UTC),Network ID,Tags,Ending\n\
         7q3zx,Receipts,12,a@example.org,completed,2026-11-18 08:20:00,,2026-11-18 08:28:09,0a1b2c,,Thanks\n\
         8r4ya,Waiting,3,,completed,2026-11-19 08:20:00,,2026-11-19 08:28:09,0a1b2d,,Thanks\n",
    );
    assert_eq!(answers.questions, ["What annoys you most?", "How often, in a month?"]);
    assert_eq!(answers.rows[1].key, "8r4ya");
    assert_eq!(answers.rows[1].at.as_deref(), Some("2026-11-19T08:28"));
    assert!(answers.personal.contains(&"Your email".to_owned()));
}

#[test]
fn google_forms() {
    let american = "Timestamp,Email Address,Participant code,How easy was it? [1 hard to 7 easy]\n\
        11/22/2026 14:03:22,a@example.org,P01,3\n\
        11/23/2026 9:10:00,b@example.org,p2,7\n";
    let answers = read(american);
    assert_eq!(answers.rows[0].at.as_deref(), Some("2026-11-22T14:03"));
    assert_eq!(answers.rows[1].code.as_deref(), Some("P02"));
    assert_eq!(answers.questions.len(), 1);
    let german = read("Zeitstempel,Wie leicht war es?\n22.11.2026 14:03:22,3\n2026/11/23 2:10:00 PM,5\n");
    assert_eq!(german.rows[1].at.as_deref(), Some("2026-11-23T14:10"));
    let unclear = "Timestamp,How?\n11/02/2026 14:03:22,3\n";
    let look = formats::columns::look("a.csv", unclear.as_bytes(), &Choices::new()).unwrap().unwrap();
    assert_eq!(
        look.needs.as_deref(),
        Some("“11/02/2026” can be 11 February or 2 November; expected a date such as 2026-01-15. Say which.")
    );
    let said = Choices::from([("Timestamp".to_owned(), "at_day_first".to_owned())]);
    let answers = read_csv("a.csv", unclear.as_bytes(), &said).unwrap();
    assert_eq!(answers.rows[0].at.as_deref(), Some("2026-02-11T14:03"));
}

#[test]
fn a_diary_is_dated_rows_of_coded_people() {
    let answers = read(
        "participant;date;What did you hand in?;Mood\n\
         P01;20.11.2026;Taxi;3\nP01;21.11.2026;Lunch;5\nP02;20.11.2026;;4\nP02;21.11.2026;;\n",
    );
    assert_eq!(answers.kind, AnswerKind::Diary);
    assert_eq!(answers.questions, ["What did you hand in?", "Mood"]);
    let keys: Vec<&str> = answers.rows.iter().map(|row| row.key.as_str()).collect();
    assert_eq!(keys, ["P01 2026-11-20", "P01 2026-11-21", "P02 2026-11-20"]);
    assert_eq!(answers.skipped[0].reason.to_string(), "nothing was answered");
}
