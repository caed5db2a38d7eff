//! An answer means "on disk": kills, power cuts and full disks, against the real server and the real file.

mod disk_full;
mod kill;
mod live_study;
mod power_cut;
mod power_cut_disk;
mod power_cut_trace;
