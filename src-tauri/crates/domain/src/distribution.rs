//! How one answer stands among all: how far it is from what is usual, said only where enough people answered.

use std::collections::{HashMap, HashSet};

/// With fewer answers nothing is said of any.
pub const ENOUGH: usize = 5;
/// More different answers are no choice among a few.
const FEW: usize = 12;
/// The longest option of a choice, in characters.
const OPTION: usize = 80;

/// What everybody answered to one question.
#[derive(Clone, Debug)]
pub struct Distribution {
    shape: Shape,
    n: usize,
}

#[derive(Clone, Debug)]
enum Shape {
    /// In order, the smallest first.
    Numbers(Vec<f64>),
    /// How often each option was chosen, by its plain form; a cell may hold several, separated by this.
    Options(HashMap<String, usize>, Option<char>),
    /// Everybody's own words.
    Text,
}

/// How an answer stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Standing {
    /// 0 usual to 1 most extreme.
    pub extremity: f64,
    /// In words; none when it is usual or too few answered.
    pub says: Option<String>,
}

const USUAL: Standing = Standing { extremity: 0.0, says: None };

impl Distribution {
    /// Sorts out the answers of a column; empty ones are no answers.
    pub fn of<'a>(answers: impl IntoIterator<Item = &'a str>) -> Self {
        let answers: Vec<&str> = answers.into_iter().map(str::trim).filter(|text| !text.is_empty()).collect();
        Self { n: answers.len(), shape: shape(&answers) }
    }

    /// How many answered.
    pub fn n(&self) -> usize {
        self.n
    }

    /// How one of the answers stands among all.
    ///
    /// A number's extremity is the mean of two, so that neither ties nor outliers decide alone: its rank's distance
    /// from the middle, and its distance from the median in robust standard deviations z (1.4826 × the median
    /// absolute deviation) as z / (z + 1). An option's is 1 − its count / the most frequent option's count.
    pub fn standing(&self, answer: &str) -> Standing {
        let answer = answer.trim();
        if self.n < ENOUGH || answer.is_empty() {
            return USUAL;
        }
        match &self.shape {
            Shape::Numbers(sorted) => number(answer).map_or(USUAL, |number| among_numbers(sorted, number)),
            Shape::Options(counts, separator) => self.among_options(counts, *separator, answer),
            Shape::Text => USUAL,
        }
    }

    fn among_options(
        &self,
        counts: &HashMap<String, usize>,
        separator: Option<char>,
        answer: &str,
    ) -> Standing {
        let most = counts.values().copied().max().unwrap_or(1).max(1);
        let chosen: Vec<(String, &str)> =
            parts(answer, separator).map(|option| (plain(option), option)).collect();
        let mut best = USUAL;
        let mut take = |extremity: f64, few: usize, which: Option<(&str, bool)>| {
            let rare = few * 5 <= self.n && extremity >= 0.5;
            if extremity > best.extremity {
                let count = if few <= 1 { "the only one".to_owned() } else { format!("one of {few}") };
                let says = match which {
                    None => format!("{count} in {}", self.n),
                    Some((option, true)) => format!("{count} in {} with “{option}”", self.n),
                    Some((option, false)) => format!("{count} in {} without “{option}”", self.n),
                };
                best = Standing { extremity, says: rare.then_some(says) };
            }
        };
        for (option, shown) in &chosen {
            let count = counts.get(option).copied().unwrap_or(0).max(1);
            take(1.0 - share(count, most), count, separator.map(|_| (*shown, true)));
        }
        // Where several may be chosen, not to choose what almost everybody does is as telling.
        if separator.is_some() {
            let mut all: Vec<_> = counts.iter().collect();
            all.sort();
            for (option, count) in all {
                if count * 2 > self.n && chosen.iter().all(|(own, _)| own != option) {
                    let without = (self.n - count).max(1);
                    take(1.0 - share(without, *count), without, Some((option, false)));
                }
            }
        }
        best
    }
}

fn shape(answers: &[&str]) -> Shape {
    let numbers: Option<Vec<f64>> = answers.iter().map(|answer| number(answer)).collect();
    let distinct: HashSet<String> = answers.iter().map(|answer| plain(answer)).collect();
    if let Some(mut numbers) = numbers.filter(|_| distinct.len() > 2) {
        numbers.sort_by(f64::total_cmp);
        return Shape::Numbers(numbers);
    }
    for separator in ['\n', ';', ','] {
        let several = answers.iter().filter(|answer| parts(answer, Some(separator)).count() > 1).count();
        let options = counted(answers, Some(separator));
        let chosen: usize = options.values().sum();
        let short = options.keys().all(|option| option.chars().count() <= OPTION);
        if several >= 2 && several * 10 >= answers.len() && options.len() * 3 <= chosen && short {
            return Shape::Options(options, Some(separator));
        }
    }
    if distinct.len() * 2 <= answers.len() {
        return Shape::Options(counted(answers, None), None);
    }
    Shape::Text
}

fn counted(answers: &[&str], separator: Option<char>) -> HashMap<String, usize> {
    let mut counts = HashMap::new();
    for answer in answers {
        let own: HashSet<String> = parts(answer, separator).map(plain).collect();
        for option in own {
            *counts.entry(option).or_insert(0) += 1;
        }
    }
    counts
}

fn parts(answer: &str, separator: Option<char>) -> impl Iterator<Item = &str> {
    let split = move |c: char| separator == Some(c);
    answer.split(split).map(str::trim).filter(|part| !part.is_empty())
}

fn plain(option: &str) -> String {
    option.to_lowercase()
}

/// `7`, `7.5`, `7,5`, `1,200`, `80 %`.
fn number(text: &str) -> Option<f64> {
    let bare: String = text.trim().trim_end_matches('%').chars().filter(|c| !c.is_whitespace()).collect();
    let groups = bare.split(',').skip(1);
    let thousands = bare.contains(',') && groups.clone().all(|group| group.len() == 3 || group.contains('.'));
    let plain = if thousands { bare.replace(',', "") } else { bare.replacen(',', ".", 1) };
    let sound = plain.chars().all(|c| c.is_ascii_digit() || "+-.".contains(c));
    plain.parse().ok().filter(|number: &f64| sound && number.is_finite())
}

fn among_numbers(sorted: &[f64], number: f64) -> Standing {
    let n = sorted.len();
    let below = sorted.partition_point(|other| *other < number);
    let same = sorted.partition_point(|other| *other <= number) - below;
    let rank = (2.0 * (share(below, n) + share(same, n) / 2.0) - 1.0).abs();
    let middle = median(sorted);
    let mut distances: Vec<f64> = sorted.iter().map(|other| (other - middle).abs()).collect();
    distances.sort_by(f64::total_cmp);
    let mut spread = 1.4826 * median(&distances);
    if spread == 0.0 {
        // More than half are equal: the mean distance tells how far the rest go.
        spread = 1.2533 * distances.iter().map(|distance| distance / as_number(n)).sum::<f64>();
    }
    let distance = if spread > 0.0 { (number - middle).abs() / spread } else { 0.0 };
    let far = if distance.is_finite() { distance / (distance + 1.0) } else { 1.0 };
    let extremity = ((rank + far) / 2.0).clamp(0.0, 1.0);
    let end = if below == 0 {
        Some("lowest")
    } else if below + same == n {
        Some("highest")
    } else {
        None
    };
    let says = match end {
        Some(end) if same * 5 <= n => {
            let others = match same {
                0 | 1 => String::new(),
                2 => ", with 1 other".to_owned(),
                same => format!(", with {} others", same - 1),
            };
            Some(format!("{end} of {n} people{others}"))
        }
        _ if extremity >= 0.6 => Some(format!("median {middle} of {n} people")),
        _ => None,
    };
    Standing { extremity, says }
}

/// Of numbers in order, at least one.
fn median(sorted: &[f64]) -> f64 {
    let half = sorted.len() / 2;
    if sorted.len() % 2 == 1 { sorted[half] } else { f64::midpoint(sorted[half - 1], sorted[half]) }
}

fn as_number(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

fn share(part: usize, whole: usize) -> f64 {
    as_number(part) / as_number(whole)
}

/// The least expected pair of answers that each respondent gave, for every row of a table of answers.
///
/// For each two questions with a few answers each, the pair's count is compared with what it would be if the two had
/// nothing to do with each other: count × count / n, at least 2. The surprise is 1 − counted / expected, 0 to 1.
pub fn surprises(rows: &[Vec<String>]) -> Vec<Option<Surprise>> {
    let width = rows.iter().map(Vec::len).max().unwrap_or(0);
    let columns: Vec<(usize, Vec<Option<usize>>, usize)> = (0..width)
        .filter_map(|column| Some((column, few(rows, column)?)))
        .take(40)
        .map(|(column, codes)| {
            let most = codes.iter().flatten().max().map_or(0, |most| most + 1);
            (column, codes, most)
        })
        .collect();
    let mut best: Vec<Option<Surprise>> = vec![None; rows.len()];
    for (place, (first, ones, most_ones)) in columns.iter().enumerate() {
        for (second, others, most_others) in &columns[place + 1..] {
            let both = || ones.iter().zip(others).map(|(one, other)| one.zip(*other));
            let n = both().flatten().count();
            if n < ENOUGH {
                continue;
            }
            let mut pairs = vec![0_usize; most_ones * most_others];
            let (mut of_one, mut of_other) = (vec![0_usize; *most_ones], vec![0_usize; *most_others]);
            for (one, other) in both().flatten() {
                pairs[one * most_others + other] += 1;
                of_one[one] += 1;
                of_other[other] += 1;
            }
            for (row, pair) in both().enumerate() {
                let Some((one, other)) = pair else { continue };
                let count = pairs[one * most_others + other];
                let expected = as_number(of_one[one]) * as_number(of_other[other]) / as_number(n);
                let surprise = 1.0 - as_number(count) / expected;
                let known = best[row].as_ref().map_or(0.0, |known| known.surprise);
                if expected >= 2.0 && surprise > known {
                    best[row] = Some(Surprise { columns: (*first, *second), count, expected, n, surprise });
                }
            }
        }
    }
    best
}

/// Two answers of one person that seldom come together.
#[derive(Clone, Debug, PartialEq)]
pub struct Surprise {
    /// The two questions, by their columns.
    pub columns: (usize, usize),
    /// How many people gave both answers.
    pub count: usize,
    /// How many would if the questions had nothing to do with each other.
    pub expected: f64,
    /// How many answered both questions.
    pub n: usize,
    /// 0 usual to 1 most surprising.
    pub surprise: f64,
}

/// The answers to a question as numbers from 0, when there are only a few different ones.
fn few(rows: &[Vec<String>], column: usize) -> Option<Vec<Option<usize>>> {
    let mut known: HashMap<String, usize> = HashMap::new();
    let mut codes = Vec::with_capacity(rows.len());
    for row in rows {
        let answer = row.get(column).map(|answer| plain(answer.trim())).filter(|answer| !answer.is_empty());
        let next = known.len();
        codes.push(answer.map(|answer| *known.entry(answer).or_insert(next)));
        if known.len() > FEW {
            return None;
        }
    }
    (known.len() > 1).then_some(codes)
}
