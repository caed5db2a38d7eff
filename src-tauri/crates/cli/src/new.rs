//! `backroom new`: makes a study, empty or filled with the sample.

use crate::arguments::New;
use crate::failure::Failure;
use engine::{Engine, NewStudy, Options};
use room::operator;
use serde_json::json;

pub(crate) fn run(new: &New) -> Result<(), Failure> {
    let zone = match &new.zone {
        Some(zone) => zone.clone(),
        None => iana_time_zone::get_timezone().map_err(|_| {
            Failure::of("This computer does not say in which time zone it is. Give one, such as --zone Europe/Berlin.")
        })?,
    };
    let zone = domain::time::zone(&zone).map_err(|refusal| Failure::of(refusal.to_string()))?;
    let options = Options::real();
    let study = NewStudy { title: new.title.clone(), zone };
    if !new.sample {
        return Ok(engine::create(&new.study, &study, &options)?);
    }
    engine::create_sample(&new.study, &options)?;
    let engine = Engine::open(&new.study, options)?;
    let mut body = json!({ "title": study.title, "command_id": uuid::Uuid::now_v7().to_string() });
    if let Some(zone) = &new.zone {
        body["zone"] = json!(zone);
    }
    let named = engine.call_blocking(operator(), "study_update", body);
    engine.close();
    named.map(drop).map_err(Failure::from)
}
