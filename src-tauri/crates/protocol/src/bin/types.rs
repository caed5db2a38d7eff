//! Prints the TypeScript that the pages are written against.

fn main() {
    print!("{}", protocol::types::typescript());
}
