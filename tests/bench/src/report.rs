//! The table on the terminal and the file with every number.

use serde_json::{Value, json};
use std::path::Path;
use std::time::Duration;

/// What was measured so far.
pub struct Report {
    rows: Vec<Value>,
}

/// Times of one thing, in any order.
#[derive(Debug, Clone, Default)]
pub struct Times(Vec<Duration>);

impl Times {
    /// Adds one.
    pub fn push(&mut self, time: Duration) {
        self.0.push(time);
    }

    /// The time that a share of all stays within, by nearest rank.
    fn within(&self, share: f64) -> Duration {
        let mut sorted = self.0.clone();
        sorted.sort_unstable();
        let rank = (share * sorted.len() as f64).ceil() as usize;
        sorted.get(rank.saturating_sub(1)).copied().unwrap_or_default()
    }
}

const WIDTH: usize = 46;

impl Report {
    /// Prints what the machine is and the table's head.
    pub fn begin() -> Self {
        println!("{}\n", machine()["cpu"].as_str().unwrap_or_default());
        println!("{:WIDTH$} {:>6} {:>19} {:>19} {:>11}", "", "", "measured, ms", "floor, ms", "ratio");
        let (p50, p99) = ("p50", "p99");
        println!("{:WIDTH$} {:>6} {p50:>9} {p99:>9} {p50:>9} {p99:>9} {p50:>5} {p99:>5}", "", "times");
        Self { rows: Vec::new() }
    }

    /// Adds what was measured beside its floor.
    pub fn row(&mut self, what: &str, times: &Times, floor: Option<&Times>) {
        let millis = |times: &Times, share| times.within(share).as_secs_f64() * 1_000.0;
        let (p50, p99) = (millis(times, 0.5), millis(times, 0.99));
        print!("{what:WIDTH$} {:>6} {p50:>9.3} {p99:>9.3}", times.0.len());
        let mut row = json!({"what": what, "times": times.0.len(), "p50_ms": p50, "p99_ms": p99, "longest_ms": millis(times, 1.0)});
        if let Some(floor) = floor {
            let (floor50, floor99) = (millis(floor, 0.5), millis(floor, 0.99));
            print!(" {floor50:>9.3} {floor99:>9.3} {:>5.2} {:>5.2}", p50 / floor50, p99 / floor99);
            row["floor_p50_ms"] = json!(floor50);
            row["floor_p99_ms"] = json!(floor99);
            row["ratio_p50"] = json!(p50 / floor50);
            row["ratio_p99"] = json!(p99 / floor99);
        }
        println!();
        self.rows.push(row);
    }

    /// Adds an amount beside its floor; `what` names the unit.
    pub fn amount(&mut self, what: &str, amount: f64, floor: Option<f64>) {
        print!("{what:WIDTH$} {:>6} {amount:>9.2} {:>9}", "", "");
        let mut row = json!({"what": what, "amount": amount});
        if let Some(floor) = floor {
            print!(" {floor:>9.2} {:>9} {:>5.2}", "", amount / floor);
            row["floor"] = json!(floor);
            row["ratio"] = json!(amount / floor);
        }
        println!();
        self.rows.push(row);
    }

    /// Says something that belongs below the rows so far.
    pub fn remark(&self, sentence: &str) {
        println!("  {sentence}");
    }

    /// Writes everything to a file.
    pub fn end(self, file: &Path) {
        let all = json!({"machine": machine(), "rows": self.rows});
        std::fs::write(file, format!("{all:#}\n")).expect("the results can be written");
        println!("\nWrote {}.", file.display());
    }
}

fn machine() -> Value {
    let read = |path: &str| std::fs::read_to_string(path).unwrap_or_default();
    let cpus = read("/proc/cpuinfo");
    let model = cpus.lines().find_map(|line| line.strip_prefix("model name")?.split_once(": "));
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let load = read("/proc/loadavg");
    let load = load.split(' ').next().unwrap_or_default();
    let kernel = read("/proc/sys/kernel/osrelease");
    json!({
        "cpu": format!(
            "{cores} cores, {}, Linux {}, load {load} at the start",
            model.map_or("unknown", |(_, name)| name),
            kernel.trim()
        ),
    })
}
