//! The program of the README, in a folder of its own that no workspace surrounds.

use std::path::{Path, PathBuf};
use std::process::{self, Command, Output};
use std::{env, fs};

/// The files that the README shows.
const FILES: [&str; 5] = [
    "Cargo.toml",
    "build.rs",
    "proto/hello.proto",
    "src/main.rs",
    "src/index.html",
];

/// The folder of the checkout.
pub(crate) fn checkout() -> &'static Path {
    let examples = Path::new(env!("CARGO_MANIFEST_DIR"));
    examples.parent().expect("the folder above")
}

/// The code block of the README that follows on the name of this file.
pub(crate) fn shown(file: &str) -> String {
    let readme = fs::read_to_string(checkout().join("README.md")).expect("the README");
    let name = format!("\n`{file}`");
    let (_, rest) = readme.split_once(&name).expect("the name of the file");
    let (_, block) = rest.split_once("\n```").expect("a code block");
    let (_, block) = block.split_once('\n').expect("its language");
    let (block, _) = block.split_once("\n```").expect("the end of the block");
    format!("{block}\n")
}

pub(crate) struct Project(PathBuf);

impl Project {
    /// Writes the files of the README into a temporary folder. The package has this name, as Cargo takes packages of one
    /// name for the same one, wherever they are.
    pub(crate) fn of_the_readme(name: &str) -> Self {
        let folder = format!("gateway-readme-{}-{name}", process::id());
        let project = Self(env::temp_dir().join(folder));
        for file in FILES {
            project.write(file, &shown(file));
        }
        let here = format!("path = \"{}/", checkout().display());
        let manifest = shown("Cargo.toml").replace("path = \"../gateway/", &here);
        let manifest = manifest.replacen("\"hello\"", &format!("\"{name}\""), 1);
        project.write("Cargo.toml", &manifest);
        let lock = fs::read_to_string(checkout().join("Cargo.lock")).expect("the lock file");
        project.write("Cargo.lock", &lock);
        project
    }

    pub(crate) fn write(&self, file: &str, text: &str) {
        let path = self.0.join(file);
        let folder = path.parent().expect("a folder");
        fs::create_dir_all(folder).expect("the folder is made");
        fs::write(path, text).expect("the file is written");
    }

    pub(crate) fn remove(&self, file: &str) {
        fs::remove_file(self.0.join(file)).expect("the file is removed");
    }

    /// Builds without a network. The versions are those of the workspace, and the artifacts are kept.
    pub(crate) fn build(&self) -> Output {
        Command::new(env!("CARGO"))
            .args(["build", "--offline", "--quiet", "--target-dir", &target()])
            .env("CARGO_PROFILE_DEV_DEBUG", "0")
            .env("CARGO_TERM_COLOR", "never")
            // That of this test.
            .env_remove("OUT_DIR")
            .current_dir(&self.0)
            .output()
            .expect("cargo starts")
    }

    /// What the compiler writes about a program that has a mistake.
    pub(crate) fn mistake(&self) -> String {
        let output = self.build();
        assert!(!output.status.success(), "the program compiles");
        String::from_utf8(output.stderr).expect("text")
    }
}

impl Drop for Project {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// The program that [`Project::build`] makes.
pub(crate) fn program() -> String {
    target() + "/debug/hello"
}

fn target() -> String {
    env!("CARGO_TARGET_TMPDIR").to_owned() + "/readme"
}
