//! Tells cargo that the binary carries the default site: a new file below these folders must reach the next build.

fn main() {
    for path in ["content", "themes", "site.yaml", "src/cli/minimal"] {
        println!("cargo:rerun-if-changed={path}");
    }
}
