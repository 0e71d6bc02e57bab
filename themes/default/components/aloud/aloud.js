/* 朗读：标题、摘要，再一段一段读正文，读到哪里哪里有底色。
   停顿是自己做的：记住第几句，接着从那一句读起，因为有的浏览器停不住。只用本机的声音，文字不送到别处。 */
(function () {
  var synth = window.speechSynthesis;
  var root = document.documentElement;
  if (!synth || !window.SpeechSynthesisUtterance) { return; }
  root.classList.add('speaks');
  var PARTS = 'h1,h2,h3,h4,p,li,dt,dd,.table-wrap';
  var SKIP = '.sources,[aria-labelledby=sources],.cite,.checked,.referrers,.meta,.filed,.head__kind,.aloud,.small,.facts,.toc,details,table';
  function words(list) {
    var all = {};
    list.split(';').forEach(function (pair) {
      var at = pair.indexOf('=');
      all[pair.slice(0, at)] = pair.slice(at + 1);
    });
    return all;
  }
  function any(list) {
    return list.sort(function (a, b) { return b.length - a.length; }).join('|');
  }
  /* 数字和单位怎样读。 */
  function speller(units, per, chinese) {
    var all = words(units);
    var forms = Object.keys(all);
    var long = new RegExp('(^|[^A-Za-z])(' + any(forms.filter(function (f) { return f.length > 1; })) + ')(?![A-Za-z0-9])', 'g');
    var short = new RegExp('([\\d万亿/]\\s*)(' + any(forms.filter(function (f) { return f.length === 1; })) + ')(?![A-Za-z0-9])', 'g');
    var over = new RegExp('(' + any(forms.map(function (f) { return all[f]; })) + ')\\s*/\\s*', 'g');
    function unit(whole, before, form) {
      return (before === '/' ? per : before) + all[form];
    }
    return function (text) {
      text = text.replace(/\[\d+\]/g, '').replace(/(\d),(?=\d{3}(?!\d))/g, '$1');
      if (chinese) {
        text = text.replace(/(\d{4})-(\d\d)-(\d\d)/g, '$1年$2月$3日')
          .replace(/([\d.]+)\s*[%％]?\s*[~～—–-]+\s*([\d.]+)\s*[%％]/g, '$1%到$2%')
          .replace(/([\d.]+)\s*[%％]/g, '百分之$1').replace(/([\d.]+)\s*‰/g, '千分之$1')
          .replace(/(\d[万亿年月日]*)\s*[~～—–]+\s*(?=[\d百千])/g, '$1到')
          .replace(/(\d)\s*−\s*(?=\d)/g, '$1减').replace(/−(?=\d)/g, '负').replace(/(^|[^\d\w])-(?=\d)/g, '$1负')
          .replace(/×/g, '乘').replace(/÷/g, '除以').replace(/≈/g, '约等于').replace(/≥/g, '不小于').replace(/≤/g, '不大于')
          .replace(/(\S)\s*=\s*(?=\S)/g, '$1等于');
      }
      text = text.replace(long, unit).replace(short, unit).replace(over, '$1' + per);
      if (chinese) {
        text = text.replace(/(\d\s*[\u4e00-\u9fff]{1,10})\/(?=[\u4e00-\u9fff])/g, '$1每').replace(/(每(?:人|公顷))·年/g, '$1每年');
      }
      return text;
    };
  }
  function skipped(part, article) {
    for (; part && part !== article; part = part.parentNode) {
      if (part.matches(SKIP)) { return true; }
    }
    return false;
  }
  /* 一段自己的文字：里面另成一段的、来源编号、图形不算。 */
  function own(part, box) {
    if (part.classList.contains('table-wrap')) { return box.getAttribute('data-table'); }
    var copy = part.cloneNode(true);
    var out = copy.querySelectorAll(PARTS + ',sup,svg,details,.hush,.hidden,math');
    for (var i = 0; i < out.length; i += 1) {
      var node = out[i];
      var say = node.nodeName.toLowerCase() === 'math' ? box.getAttribute('data-formula') : '';
      if (node.parentNode) { node.parentNode.replaceChild(document.createTextNode(say), node); }
    }
    return copy.textContent.replace(/[\u2060\u00ad]/g, '').replace(/\s+/g, ' ').trim();
  }
  function queue(article, box, spell) {
    var list = [];
    var parts = article.querySelectorAll(PARTS);
    for (var i = 0; i < parts.length; i += 1) {
      var text = skipped(parts[i], article) ? '' : spell(own(parts[i], box));
      var sentences = text.match(/.+?(?:[。！？；]+|[.!?;](?=\s)|$)/g) || [];
      for (var j = 0; j < sentences.length; j += 1) {
        if (sentences[j].trim()) { list.push({ part: parts[i], text: sentences[j].trim() }); }
      }
    }
    return list;
  }
  document.addEventListener('DOMContentLoaded', function () {
    var box = document.querySelector('.aloud');
    var article = document.querySelector('main article');
    if (!box || !article) { return; }
    var buttons = box.getElementsByTagName('button');
    var lang = root.lang || 'zh-CN';
    var chinese = /^zh/i.test(lang);
    var list, at = 0, turn = 0, state = 'read', said, voice, now;
    function voices() {
      var all = synth.getVoices() || [];
      voice = null;
      for (var i = 0; i < all.length; i += 1) {
        var fits = chinese ? /^(zh|cmn)/i.test(all[i].lang) : all[i].lang.slice(0, 2) === lang.slice(0, 2);
        if (fits && all[i].localService !== false) { voice = voice || all[i]; }
      }
      if (all.length && !voice) { root.classList.remove('speaks'); } else { root.classList.add('speaks'); }
    }
    function mark(part) {
      if (said) { said.classList.remove('is-said'); }
      said = part;
      if (!part) { return; }
      part.classList.add('is-said');
      var place = part.getBoundingClientRect();
      if (place.top < 0 || place.bottom > window.innerHeight - 100) { part.scrollIntoView({ block: 'center' }); }
    }
    function show(next) {
      state = next;
      buttons[0].textContent = buttons[0].getAttribute('data-' + next);
      buttons[1].hidden = next === 'read';
      box.classList[next === 'read' ? 'remove' : 'add']('is-on');
      root.classList[next === 'read' ? 'remove' : 'add']('is-reading');
    }
    function silence() {
      turn += 1;
      synth.cancel();
    }
    function stop() {
      silence();
      at = 0;
      mark(null);
      show('read');
    }
    function say() {
      if (at >= list.length) { stop(); return; }
      var mine = turn += 1;
      now = new window.SpeechSynthesisUtterance(list[at].text);
      now.lang = lang;
      if (voice) { now.voice = voice; }
      if (root.getAttribute('data-mode') === 'elder') { now.rate = 0.9; }
      now.onend = function () { if (mine === turn) { at += 1; say(); } };
      now.onerror = function () { if (mine === turn) { stop(); } };
      mark(list[at].part);
      synth.speak(now);
    }
    buttons[0].addEventListener('click', function () {
      if (state === 'pause') { silence(); show('resume'); return; }
      list = list || queue(article, box, speller(box.getAttribute('data-units'), box.getAttribute('data-per'), chinese));
      silence();
      show('pause');
      say();
    });
    buttons[1].addEventListener('click', function () { stop(); buttons[0].focus(); });
    document.addEventListener('keydown', function (event) {
      if (event.keyCode === 27 && state !== 'read') { stop(); }
    });
    window.addEventListener('pagehide', silence);
    voices();
    if (synth.addEventListener) { synth.addEventListener('voiceschanged', voices); } else { synth.onvoiceschanged = voices; }
  });
})();
