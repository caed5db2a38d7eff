//! Names of time zones as calendars and people write them.

use chrono_tz::Tz;

use crate::Reason;

/// The zone behind a name: IANA's own, Outlook's (Windows), or one with a prefix such as
/// `/example.org/20070129_1/Europe/Berlin`.
pub(crate) fn parse(name: &str) -> Option<Tz> {
    let name = name.trim().trim_matches('"').trim();
    // A zone's name is short; a hostile one of many slashes would be tried at each of them.
    if name.is_empty() || name.len() > 200 {
        return None;
    }
    let underscored = name.replace(' ', "_");
    if let Ok(zone) = underscored.parse() {
        return Some(zone);
    }
    if let Some((_, iana)) = WINDOWS.iter().find(|(windows, _)| windows.eq_ignore_ascii_case(name)) {
        return iana.parse().ok();
    }
    let last = name.rsplit('/').next().unwrap_or(name);
    if ["utc", "gmt", "z"].iter().any(|utc| utc.eq_ignore_ascii_case(last)) {
        return Some(Tz::UTC);
    }
    let inside = underscored.match_indices('/').find_map(|(slash, _)| underscored[slash + 1..].parse().ok());
    inside.or_else(|| fixed(name)).or_else(|| of_places(name))
}

/// `UTC+11`, `GMT-0500`, `+01:00`: so many whole hours from UTC.
fn fixed(name: &str) -> Option<Tz> {
    let bare = name.trim_start_matches(|c: char| c.is_ascii_alphabetic()).trim();
    let known = name[..name.len() - bare.len()].trim();
    if !["", "utc", "gmt"].contains(&known.to_ascii_lowercase().as_str()) {
        return None;
    }
    let (sign, digits) =
        bare.strip_prefix('+').map(|rest| ('-', rest)).or(bare.strip_prefix('-').map(|rest| ('+', rest)))?;
    let digits: String = digits.chars().filter(|c| *c != ':').collect();
    let hours: u32 = match (digits.len(), digits.get(..digits.len().saturating_sub(2)), digits.get(2..)) {
        (1 | 2, ..) => digits.parse().ok()?,
        (4, Some(hours), Some("00")) => hours.parse().ok()?,
        _ => return None,
    };
    if hours == 0 { Some(Tz::UTC) } else { format!("Etc/GMT{sign}{hours}").parse().ok() }
}

/// `(UTC+01:00) Amsterdam, Berlin, Bern`: what Outlook shows to people.
fn of_places(name: &str) -> Option<Tz> {
    let places = name.strip_prefix('(')?.split_once(')')?.1.trim();
    if let Some((_, iana)) = WINDOWS.iter().find(|(windows, _)| *windows == places) {
        return iana.parse().ok();
    }
    let city = |place: &str| {
        let place = place.trim().replace(' ', "_");
        let is = |zone: &&Tz| zone.name().rsplit_once('/').is_some_and(|(_, city)| city == place);
        chrono_tz::TZ_VARIANTS.iter().find(is).copied()
    };
    places.split(',').find_map(city)
}

/// The zone that a cell of a table names.
pub(crate) fn named(cell: &str) -> Result<Tz, Reason> {
    parse(cell).ok_or_else(|| Reason::unlike(cell, "a time zone", "one such as Europe/Berlin"))
}

/// Names that Windows and Outlook use, with the zone of the place that is meant most often (Unicode CLDR's table
/// `windowsZones`, territory 001).
pub(crate) const WINDOWS: &[(&str, &str)] = &[
    ("Afghanistan Standard Time", "Asia/Kabul"),
    ("Alaskan Standard Time", "America/Anchorage"),
    ("Aleutian Standard Time", "America/Adak"),
    ("Altai Standard Time", "Asia/Barnaul"),
    ("Arab Standard Time", "Asia/Riyadh"),
    ("Arabian Standard Time", "Asia/Dubai"),
    ("Arabic Standard Time", "Asia/Baghdad"),
    ("Argentina Standard Time", "America/Argentina/Buenos_Aires"),
    ("Astrakhan Standard Time", "Europe/Astrakhan"),
    ("Atlantic Standard Time", "America/Halifax"),
    ("Atlantic Time (Canada)", "America/Halifax"),
    ("AUS Central Standard Time", "Australia/Darwin"),
    ("Aus Central W. Standard Time", "Australia/Eucla"),
    ("AUS Eastern Standard Time", "Australia/Sydney"),
    ("Azerbaijan Standard Time", "Asia/Baku"),
    ("Azores Standard Time", "Atlantic/Azores"),
    ("Bahia Standard Time", "America/Bahia"),
    ("Bangladesh Standard Time", "Asia/Dhaka"),
    ("Belarus Standard Time", "Europe/Minsk"),
    ("Bougainville Standard Time", "Pacific/Bougainville"),
    ("Canada Central Standard Time", "America/Regina"),
    ("Cape Verde Standard Time", "Atlantic/Cape_Verde"),
    ("Caucasus Standard Time", "Asia/Yerevan"),
    ("Cen. Australia Standard Time", "Australia/Adelaide"),
    ("Central America Standard Time", "America/Guatemala"),
    ("Central Asia Standard Time", "Asia/Almaty"),
    ("Central Brazilian Standard Time", "America/Cuiaba"),
    ("Central Europe Standard Time", "Europe/Budapest"),
    ("Central European Standard Time", "Europe/Warsaw"),
    ("Central Pacific Standard Time", "Pacific/Guadalcanal"),
    ("Central Standard Time", "America/Chicago"),
    ("Central Standard Time (Mexico)", "America/Mexico_City"),
    ("Central Time (US & Canada)", "America/Chicago"),
    ("Chatham Islands Standard Time", "Pacific/Chatham"),
    ("China Standard Time", "Asia/Shanghai"),
    ("Coordinated Universal Time", "UTC"),
    ("Cuba Standard Time", "America/Havana"),
    ("Dateline Standard Time", "Etc/GMT+12"),
    ("E. Africa Standard Time", "Africa/Nairobi"),
    ("E. Australia Standard Time", "Australia/Brisbane"),
    ("E. Europe Standard Time", "Europe/Chisinau"),
    ("E. South America Standard Time", "America/Sao_Paulo"),
    ("Easter Island Standard Time", "Pacific/Easter"),
    ("Eastern Standard Time", "America/New_York"),
    ("Eastern Standard Time (Mexico)", "America/Cancun"),
    ("Eastern Time (US & Canada)", "America/New_York"),
    ("Egypt Standard Time", "Africa/Cairo"),
    ("Ekaterinburg Standard Time", "Asia/Yekaterinburg"),
    ("Fiji Standard Time", "Pacific/Fiji"),
    ("FLE Standard Time", "Europe/Kiev"),
    ("Georgian Standard Time", "Asia/Tbilisi"),
    ("GMT Standard Time", "Europe/London"),
    ("Greenland Standard Time", "America/Godthab"),
    ("Greenwich Standard Time", "Atlantic/Reykjavik"),
    ("GTB Standard Time", "Europe/Bucharest"),
    ("Haiti Standard Time", "America/Port-au-Prince"),
    ("Hawaiian Standard Time", "Pacific/Honolulu"),
    ("India Standard Time", "Asia/Kolkata"),
    ("Iran Standard Time", "Asia/Tehran"),
    ("Israel Standard Time", "Asia/Jerusalem"),
    ("Jordan Standard Time", "Asia/Amman"),
    ("Kaliningrad Standard Time", "Europe/Kaliningrad"),
    ("Korea Standard Time", "Asia/Seoul"),
    ("Libya Standard Time", "Africa/Tripoli"),
    ("Line Islands Standard Time", "Pacific/Kiritimati"),
    ("Lord Howe Standard Time", "Australia/Lord_Howe"),
    ("Magadan Standard Time", "Asia/Magadan"),
    ("Magallanes Standard Time", "America/Punta_Arenas"),
    ("Marquesas Standard Time", "Pacific/Marquesas"),
    ("Mauritius Standard Time", "Indian/Mauritius"),
    ("Middle East Standard Time", "Asia/Beirut"),
    ("Montevideo Standard Time", "America/Montevideo"),
    ("Morocco Standard Time", "Africa/Casablanca"),
    ("Mountain Standard Time", "America/Denver"),
    ("Mountain Standard Time (Mexico)", "America/Mazatlan"),
    ("Mountain Time (US & Canada)", "America/Denver"),
    ("Myanmar Standard Time", "Asia/Rangoon"),
    ("N. Central Asia Standard Time", "Asia/Novosibirsk"),
    ("Namibia Standard Time", "Africa/Windhoek"),
    ("Nepal Standard Time", "Asia/Kathmandu"),
    ("New Zealand Standard Time", "Pacific/Auckland"),
    ("Newfoundland Standard Time", "America/St_Johns"),
    ("Norfolk Standard Time", "Pacific/Norfolk"),
    ("North Asia East Standard Time", "Asia/Irkutsk"),
    ("North Asia Standard Time", "Asia/Krasnoyarsk"),
    ("North Korea Standard Time", "Asia/Pyongyang"),
    ("Omsk Standard Time", "Asia/Omsk"),
    ("Pacific SA Standard Time", "America/Santiago"),
    ("Pacific Standard Time", "America/Los_Angeles"),
    ("Pacific Standard Time (Mexico)", "America/Tijuana"),
    ("Pacific Time (US & Canada)", "America/Los_Angeles"),
    ("Pakistan Standard Time", "Asia/Karachi"),
    ("Paraguay Standard Time", "America/Asuncion"),
    ("Qyzylorda Standard Time", "Asia/Qyzylorda"),
    ("Romance Standard Time", "Europe/Paris"),
    ("Russia Time Zone 10", "Asia/Srednekolymsk"),
    ("Russia Time Zone 11", "Asia/Kamchatka"),
    ("Russia Time Zone 3", "Europe/Samara"),
    ("Russian Standard Time", "Europe/Moscow"),
    ("SA Eastern Standard Time", "America/Cayenne"),
    ("SA Pacific Standard Time", "America/Bogota"),
    ("SA Western Standard Time", "America/La_Paz"),
    ("Saint Pierre Standard Time", "America/Miquelon"),
    ("Sakhalin Standard Time", "Asia/Sakhalin"),
    ("Samoa Standard Time", "Pacific/Apia"),
    ("Sao Tome Standard Time", "Africa/Sao_Tome"),
    ("Saratov Standard Time", "Europe/Saratov"),
    ("SE Asia Standard Time", "Asia/Bangkok"),
    ("Singapore Standard Time", "Asia/Singapore"),
    ("South Africa Standard Time", "Africa/Johannesburg"),
    ("South Sudan Standard Time", "Africa/Juba"),
    ("Sri Lanka Standard Time", "Asia/Colombo"),
    ("Sudan Standard Time", "Africa/Khartoum"),
    ("Syria Standard Time", "Asia/Damascus"),
    ("Taipei Standard Time", "Asia/Taipei"),
    ("Tasmania Standard Time", "Australia/Hobart"),
    ("Tocantins Standard Time", "America/Araguaina"),
    ("Tokyo Standard Time", "Asia/Tokyo"),
    ("Tomsk Standard Time", "Asia/Tomsk"),
    ("Tonga Standard Time", "Pacific/Tongatapu"),
    ("Transbaikal Standard Time", "Asia/Chita"),
    ("Turkey Standard Time", "Europe/Istanbul"),
    ("Turks And Caicos Standard Time", "America/Grand_Turk"),
    ("Ulaanbaatar Standard Time", "Asia/Ulaanbaatar"),
    ("US Eastern Standard Time", "America/Indiana/Indianapolis"),
    ("US Mountain Standard Time", "America/Phoenix"),
    ("UTC", "UTC"),
    ("Venezuela Standard Time", "America/Caracas"),
    ("Vladivostok Standard Time", "Asia/Vladivostok"),
    ("Volgograd Standard Time", "Europe/Volgograd"),
    ("W. Australia Standard Time", "Australia/Perth"),
    ("W. Central Africa Standard Time", "Africa/Lagos"),
    ("W. Europe Standard Time", "Europe/Berlin"),
    ("W. Mongolia Standard Time", "Asia/Hovd"),
    ("West Asia Standard Time", "Asia/Tashkent"),
    ("West Bank Standard Time", "Asia/Hebron"),
    ("West Pacific Standard Time", "Pacific/Port_Moresby"),
    ("Yakutsk Standard Time", "Asia/Yakutsk"),
    ("Yukon Standard Time", "America/Whitehorse"),
];

#[cfg(test)]
mod tests {
    use super::{WINDOWS, parse};

    #[test]
    fn what_people_and_programs_call_zones() {
        let cases = [
            ("(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna", Some("Europe/Amsterdam")),
            ("(UTC-05:00) Eastern Time (US & Canada)", Some("America/New_York")),
            ("UTC+11", Some("Etc/GMT-11")),
            ("GMT-0500", Some("Etc/GMT+5")),
            ("+00:00", Some("UTC")),
            ("/mozilla.org/20070129_1/Europe/Berlin", Some("Europe/Berlin")),
            ("GMT +0530", None),
            ("Mars", None),
        ];
        for (name, zone) in cases {
            assert_eq!(parse(name).map(|zone| zone.name()), zone, "{name}");
        }
    }

    #[test]
    fn every_windows_name_has_a_zone() {
        for (windows, iana) in WINDOWS {
            assert_eq!(parse(windows).map(|zone| zone.name()), Some(*iana));
        }
    }
}
