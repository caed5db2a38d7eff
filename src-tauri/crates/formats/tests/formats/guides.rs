//! Discussion guides.

use domain::entity::ItemKind;
use formats::guide::read;

#[test]
fn the_convention() {
    let text = "\
# Expenses, round 2

Bring two receipts.

support: Pause, and name the line.

## Warm-up (5 min)
Thank them.
Say hello.

- Tell me about the last expense. (must ask)
  - Who else touched it? (nice to have)
    1. And then?
* What else? (2 min) (nice to have)

```
- not a question
```

## On the phone (20 min) (must ask)
### Task 2: Submit from a photo (8 min)
> You have a taxi receipt.
> Please hand it in.

- **Done when:** the report shows the amount
- [ ] What did you expect? (really)
#### A side note
## Task: Undo (3 minutes)
Done when: it is a draft
";
    let guide = read("guide.md", text.as_bytes()).unwrap();
    assert_eq!(guide.title, "Expenses, round 2");
    assert_eq!(guide.support.as_deref(), Some("Pause, and name the line."));
    let sections: Vec<_> =
        guide.sections.iter().map(|s| (s.title.as_str(), s.minutes, s.items.len())).collect();
    assert_eq!(sections, [("Warm-up", Some(5), 2), ("On the phone", Some(20), 2), ("Undo", Some(3), 1)]);
    assert_eq!(
        guide.sections[0].text,
        ["Bring two receipts.", "Thank them.\nSay hello.", "```\n- not a question\n```"]
    );
    assert_eq!(guide.sections[1].text, ["#### A side note"]);

    let [last, else_] = &guide.sections[0].items[..] else { panic!() };
    assert_eq!((last.text.as_str(), last.must_ask), ("Tell me about the last expense.", true));
    assert_eq!(last.probes, ["Who else touched it? (nice to have)", "And then?"]);
    assert_eq!((else_.text.as_str(), else_.must_ask, else_.minutes), ("What else?", false, Some(2)));
    let [task, expect] = &guide.sections[1].items[..] else { panic!() };
    assert_eq!(
        (task.kind, task.text.as_str(), task.minutes),
        (ItemKind::Task, "Submit from a photo", Some(8))
    );
    assert_eq!(task.wording.as_deref(), Some("You have a taxi receipt.\nPlease hand it in."));
    assert_eq!(task.done_when.as_deref(), Some("the report shows the amount"));
    assert_eq!((expect.text.as_str(), expect.must_ask), ("What did you expect? (really)", true));
    assert!(guide.sections[2].items[0].must_ask, "a task is a must unless it says otherwise");
}

#[test]
fn refusals() {
    let cases: &[(&str, &str)] = &[
        (
            "# T\n## S\n\n### Task: a\n> do\n\n### Task: b\ndone when: x",
            "guide.md, line 4: a task needs a line “done when: …”.",
        ),
        ("- q\n### Task: a\ndone when:", "guide.md, line 2: a task needs a line “done when: …”."),
        ("### Task:\ndone when: x", "guide.md, line 1: a task needs a title; expected “### Task: title”."),
        (
            "## S (900 min)\n- q",
            "guide.md, line 1: “900 min” is not a planned length; expected at most 600 min.",
        ),
        (
            "# T\nOnly text.\n---\n- - -\n",
            "guide.md: the guide holds no questions and no tasks; expected list items “- Question?” or headings “### Task: title”.",
        ),
        (
            "- q\n- a\u{1b}[31m",
            "guide.md, line 2: a text holds a control character; expected letters, tabs and line breaks only.",
        ),
        ("", "guide.md: the file is empty."),
    ];
    for (text, sentence) in cases {
        assert_eq!(read("guide.md", text.as_bytes()).unwrap_err().to_string(), *sentence, "{text:?}");
    }
}

#[test]
fn a_bare_list_is_a_guide() {
    let guide = read("hallway.md", "1. Why?\n2) How?\r\n".as_bytes()).unwrap();
    assert_eq!((guide.title.as_str(), guide.sections.len()), ("hallway", 1));
    assert_eq!(
        guide.sections[0].items.iter().map(|item| item.text.as_str()).collect::<Vec<_>>(),
        ["Why?", "How?"]
    );
}

/// What editors do to a file: line ends of Windows and of old Macs, settings at the start, underlined headings, other
/// list marks, tabs, wrapped lines, comments, bold.
#[test]
fn the_habits_of_editors() {
    let text = "---
title: ignored
tags: [guide]
---
Round 2
=======

Warm-up (5 min, rotate)
---
* Tell me about the last expense
  that you filed. **(must ask)**
\t* Who else
\t  touched it?
1) **Where were you?** (2 min; nice to have)
<!-- - not a question
- not one either --> <!-- again -->
\u{2022}\u{a0}And then? <!-- why --> (must ask)

***

## Task block (20 min, rotate)

### Task: Send it (8 min, must ask)
> Please send it.
done when: it is sent
done when: and somebody knows
";
    let plain = read("guide.md", text.as_bytes()).unwrap();
    assert_eq!(plain.title, "Round 2");
    let sections: Vec<_> = plain.sections.iter().map(|s| (s.title.as_str(), s.minutes, s.rotates)).collect();
    assert_eq!(sections, [("Warm-up", Some(5), true), ("Task block", Some(20), true)]);
    let [last, place, then] = &plain.sections[0].items[..] else { panic!("{:?}", plain.sections[0]) };
    assert_eq!((last.text.as_str(), last.must_ask), ("Tell me about the last expense that you filed.", true));
    assert_eq!(last.probes, ["Who else touched it?"]);
    assert_eq!((place.text.as_str(), place.must_ask, place.minutes), ("Where were you?", false, Some(2)));
    assert_eq!((then.text.as_str(), then.must_ask), ("And then?", true));
    let task = &plain.sections[1].items[0];
    assert_eq!((task.minutes, task.must_ask), (Some(8), true));
    assert_eq!(task.done_when.as_deref(), Some("it is sent\nand somebody knows"));
    for ends in ["\r\n", "\r"] {
        assert_eq!(read("guide.md", text.replace('\n', ends).as_bytes()).unwrap(), plain, "{ends:?}");
    }
}

#[test]
fn what_is_wrong_is_said_with_its_line() {
    let cases = [
        (
            "# A\n\n- B?\ndone when: never\n",
            "guide.md, line 4: “done when:” without a task; expected “### Task: title” above it.",
        ),
        (
            "# A\n\n- B? (rotate)\n",
            "guide.md, line 3: only a section rotates; expected “(rotate)” after a “##” heading.",
        ),
        (
            "# A (rotate)\n\n- B?\n",
            "guide.md, line 1: only a section rotates; expected “(rotate)” after a “##” heading.",
        ),
        ("- B?\n\n<!-- c\n", "guide.md, line 3: a comment “<!--” is not closed; expected “-->”."),
        (
            "- B?\n```\n- C?\n",
            "guide.md, line 2: a code block is not closed; expected a line like the one that opens it.",
        ),
        (
            "---\na: b\n---\n\n## C\r\n### Task: D\r\n- E?\r\n",
            "guide.md, line 6: a task needs a line “done when: …”.",
        ),
        (
            "## C (900 min)\n- E?",
            "guide.md, line 1: “900 min” is not a planned length; expected at most 600 min.",
        ),
    ];
    for (text, says) in cases {
        assert_eq!(read("guide.md", text.as_bytes()).unwrap_err().to_string(), says, "{text:?}");
    }
}

#[test]
fn the_example_for_users_is_a_guide() {
    let readme = include_str!("../../../../../README.md");
    let example = readme.split("```markdown\n").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
    let guide = read("guide.md", example.as_bytes()).unwrap();
    let sections: Vec<_> = guide.sections.iter().map(|s| (s.minutes, s.rotates, s.items.len())).collect();
    assert_eq!(sections, [(Some(5), false, 2), (Some(20), true, 2), (Some(20), true, 1)]);
    assert!(guide.support.is_some() && guide.sections[1].items[0].wording.is_some());
}
