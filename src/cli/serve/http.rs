//! What is answered to which address: the pages of the site, and the server's own files below `/__peakpress/`.
//!
//! In: requests that `guard` let through, read by tiny_http. Out: answers from the newest state of the site. A panic while
//! one is made is answered too, and the server goes on.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::thread;

use tiny_http::{Request, Server};

use crate::cli::serve::answer::{Answer, Wish};
use crate::cli::serve::overlay::{self, View};
use crate::cli::serve::reload::{EVENTS, Live};
use crate::cli::serve::target::{HTML, Target, media_type};
use crate::cli::serve::{Page, Pages};

const SCRIPT: &[u8] = include_bytes!("reload.js");
const STYLE: &[u8] = include_bytes!("overlay.css");

/// Answers for ever, each request on a thread of its own; `guard` bounds their number.
pub(crate) fn run(server: Server, live: &Arc<Live>) {
    while let Ok(request) = server.recv() {
        let live = Arc::clone(live);
        // Without a thread the request is dropped, and tiny_http answers 500 by itself.
        let _ = thread::Builder::new().name("answer".to_owned()).spawn(move || {
            // A browser that left is the only failure, and nobody is there to be told.
            let _ = respond(&live, request);
        });
    }
    // See `inner::listen`: the server may not be dropped.
    std::mem::forget(server);
}

fn respond(live: &Live, request: Request) -> std::io::Result<()> {
    if request.url().split('?').next() == Some(EVENTS) {
        return live.stream(request);
    }
    let made = catch_unwind(AssertUnwindSafe(|| answer(live, request.url(), Wish::of(&request))));
    let answer = made.unwrap_or_else(|_| broken(live, request.url()));
    answer.send(request, live.policy)
}

fn answer(live: &Live, address: &str, wish: Wish<'_>) -> Answer {
    let Some(target) = Target::parse(address) else {
        return Answer::new(400, "text/plain; charset=utf-8", b"malformed address\n".to_vec());
    };
    let pages = live.pages();
    if let Some(own) = target.path.strip_prefix("__peakpress/") {
        return own_file(live, &*pages, own, &target, wish);
    }
    let path = target.out_path();
    if let Some(page) = pages.page(&path) {
        let kind = media_type(&path);
        if kind != HTML {
            return Answer::file(kind, page.bytes, wish);
        }
        return Answer::file(kind, framed(live, &*pages, &target, page), wish);
    }
    if !path.ends_with(".html") && pages.page(&format!("{path}/index.html")).is_some() {
        let query = target.query.map_or(String::new(), |query| format!("?{query}"));
        return Answer::redirect(format!("{}/{query}", target.raw));
    }
    if path == "favicon.ico" {
        // Browsers ask for it by themselves where a page names no icon; that there is none is no error to be shown.
        return Answer::new(204, media_type(&path), Vec::new());
    }
    let page = pages.page("404.html").unwrap_or_else(|| plain("没有这一页", "这个网址上没有页面。"));
    Answer::new(404, HTML, framed(live, &*pages, &target, page))
}

fn own_file(live: &Live, pages: &dyn Pages, name: &str, target: &Target<'_>, wish: Wish<'_>) -> Answer {
    let shown = target.parameter("page");
    let shown = shown.as_deref().and_then(Target::parse);
    // The page is made, for only then are its own problems known. That it cannot be made must not hide the others.
    let page = shown.as_ref().and_then(|shown| {
        let path = shown.out_path();
        catch_unwind(AssertUnwindSafe(|| pages.page(&path))).ok().flatten()
    });
    let stamp = live.stamp(pages);
    let view = View::new(pages, page.as_ref(), shown.as_ref().map_or("", |shown| shown.path.as_str()), &stamp);
    match name {
        "reload.js" => Answer::file(media_type(name), SCRIPT.to_vec(), wish),
        "overlay.css" => Answer::file(media_type(name), STYLE.to_vec(), wish),
        "problems.json" => Answer::file(media_type(name), view.json(), wish),
        "problems" => Answer::new(200, HTML, view.html()),
        _ => Answer::new(404, "text/plain; charset=utf-8", b"not found\n".to_vec()),
    }
}

/// A page with live reload, and a word on the problems if there are any.
fn framed(live: &Live, pages: &dyn Pages, target: &Target<'_>, page: Page) -> Vec<u8> {
    let stamp = live.stamp(pages);
    View::new(pages, Some(&page), &target.path, &stamp).frame(&page.bytes)
}

/// The answer when making one panicked. It has live reload, so the page comes back by itself once that is mended.
fn broken(live: &Live, address: &str) -> Answer {
    let page = plain("这一页生成失败", "生成这一页时程序出错，这是程序的缺陷。终端里有详细信息，请报告给开发者。");
    let pages = live.pages();
    let body = Target::parse(address).map(|target| framed(live, &*pages, &target, page));
    Answer::new(500, HTML, body.unwrap_or_default())
}

fn plain(title: &str, text: &str) -> Page {
    Page { bytes: overlay::document(title, &format!("<p>{text}</p>\n")), source: None, problems: Vec::new() }
}
