//! `load`: disk → [`inputs::Inputs`]. What did the authors write?
//!
//! The only step that reads the disk. It checks what can be told without knowing what the text means: file names, file
//! types, encodings, sizes, the shape of YAML. What it can't read is a diagnostic, and the rest goes on.

pub mod built;
pub mod embedded;
pub mod encoding;
pub mod inputs;
pub mod source;
pub mod walk;
pub mod yaml;

use crate::code;
use crate::diag::Code;

code!(
    /// The file is not UTF-8.
    ENCODING, "encoding", "encoding", Error, "文件用 UTF-8 编码保存"
);
code!(
    /// A limit of the site on input.
    TOO_LARGE, "too-large", "too_large", Error, "文件、头部和行的大小在限度以内"
);
code!(
    /// A file name that can't be published.
    BAD_FILE_NAME, "bad-file-name", "bad_file_name", Error, "文件名只用允许的字符"
);
code!(
    /// A kind of file that has no place in the content folder.
    FILE_TYPE, "file-type", "file_type", Error, "只收允许的文件类型"
);
code!(
    /// The Markdown file has no front matter.
    FRONT_MATTER_MISSING, "front-matter-missing", "front_matter_missing", Error, "Markdown 文件以 --- 开头的头部起始"
);
code!(
    /// The YAML can't be read.
    FRONT_MATTER_MALFORMED, "front-matter-malformed", "front_matter_malformed", Error, "YAML 写法正确"
);
code!(
    /// Anchors, aliases, merge keys and tags have no place in authors' YAML.
    YAML_FEATURE, "yaml-feature", "yaml_feature", Error, "YAML 不用锚点、别名、合并键和标签"
);
code!(
    /// A key that stands twice.
    DUPLICATE_KEY, "duplicate-key", "duplicate_key", Error, "同一个键只写一次"
);

/// All codes of this step.
pub const CODES: &[&Code] = &[
    &ENCODING,
    &TOO_LARGE,
    &BAD_FILE_NAME,
    &FILE_TYPE,
    &FRONT_MATTER_MISSING,
    &FRONT_MATTER_MALFORMED,
    &YAML_FEATURE,
    &DUPLICATE_KEY,
];
