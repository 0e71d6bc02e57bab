/* Live reload and the panel of problems. In: the stamp of this page's state and its address, on the script element. The
   server's stream names the newest stamp; when it differs, the page is loaded again. ES5, no inline style, text only. */
(function () {
  "use strict";
  var tag = document.currentScript;
  var stamp = tag.getAttribute("data-stamp");
  var page = tag.getAttribute("data-page");
  var source = null;
  var timer = 0;

  function stop() {
    clearTimeout(timer);
    if (source) {
      source.close();
      source = null;
    }
  }

  /* Browsers open six connections to a server at most, so a tab that is not seen gives its own back. */
  function start() {
    stop();
    if (document.hidden) {
      return;
    }
    source = new EventSource("/__peakpress/changes");
    source.addEventListener("reload", function (event) {
      if (event.data !== stamp) {
        stop();
        location.reload();
      }
    });
    source.onerror = function () {
      stop();
      timer = setTimeout(start, 500);
    };
  }

  function element(name, text, className) {
    var made = document.createElement(name);
    made.textContent = text;
    if (className) {
      made.className = className;
    }
    return made;
  }

  function item(problem) {
    var made = element("li", "", "peakpress-" + problem.level);
    if (problem.place) {
      made.appendChild(element("code", problem.place));
      made.appendChild(document.createTextNode(" "));
    }
    made.appendChild(element("span", problem.message));
    if (problem.help) {
      made.appendChild(element("p", problem.help));
    }
    return made;
  }

  function remembered(open) {
    try {
      if (open !== undefined) {
        sessionStorage.setItem("peakpress-problems", open ? "open" : "closed");
      }
      return sessionStorage.getItem("peakpress-problems") !== "closed";
    } catch (error) {
      return true;
    }
  }

  function panel(list, bar) {
    var box = document.createElement("details");
    var items = document.createElement("ol");
    var all = element("a", "全部问题");
    var own = list.problems.filter(function (problem) { return problem.own; });
    box.id = "peakpress-problems";
    box.open = remembered();
    box.addEventListener("toggle", function () { remembered(box.open); });
    box.appendChild(element("summary", bar.textContent));
    (own.length ? own : list.problems).slice(0, 20).forEach(function (problem) {
      items.appendChild(item(problem));
    });
    box.appendChild(items);
    all.href = bar.getElementsByTagName("a")[0].href;
    box.appendChild(all);
    document.body.appendChild(box);
    bar.parentNode.removeChild(bar);
  }

  function problems() {
    var bar = document.getElementById("peakpress-bar");
    var request = new XMLHttpRequest();
    if (!bar || page === null) {
      return;
    }
    request.open("GET", "/__peakpress/problems.json?page=" + encodeURIComponent(page));
    request.onload = function () {
      if (request.status === 200) {
        panel(JSON.parse(request.responseText), bar);
      }
    };
    request.send();
  }

  document.addEventListener("visibilitychange", start);
  window.addEventListener("pagehide", stop);
  window.addEventListener("pageshow", function (event) {
    if (event.persisted) {
      start();
    }
  });
  start();
  problems();
}());
