/* 搜索。前一半是引擎（不碰网页，node 也能用），后一半是界面。规则全在 src/search/format.md，与程序里的引擎一字不差。
   写法是 ES5；读者和作者写的文字只作文字用，从不变成标记或正则。 */
(function () {
  'use strict';

  // ---- 文字 → 词（6.1、6.2） ----

  var STOPS = ('是什么意思 什么意思 可不可以 是不是 有没有 能不能 为什么 怎么样 怎么办 什么样 有什么 是什么 什么是 什么叫 多少钱 意思 请问 什么 怎么 怎样 如何 为何 ' +
    '哪些 哪个 哪里 哪儿 多少 几个 能否 是否 可以 关于 有关 以及 或者 的').split(' ');
  var KEPT = ['目的', '标的'];
  var ENDS = '吗呢吧啊了么';

  function cut(query) {
    query = query.slice(0, 100);
    var last = query.charCodeAt(99);
    return last >= 0xd800 && last < 0xdc00 ? query.slice(0, 99) : query;
  }
  function lower(text) {
    // 不占地方的字符会把词隔开。
    text = text.replace(/[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]/g, '');
    if (text.normalize) {
      text = text.normalize('NFKC');
    } else {
      text = text.replace(/[\uff01-\uff5e]/g, function (c) { return String.fromCharCode(c.charCodeAt(0) - 0xfee0); }).replace(/\u3000/g, ' ');
    }
    return text.toLowerCase();
  }
  /* 繁体换成简体。表要从网上取，没有表就原样。 */
  function fold(text, table) {
    var out = '';
    for (var i = 0; table && i < text.length; i += 1) { out += table[text.charAt(i)] || text.charAt(i); }
    return table ? out : text;
  }
  /* 汉字 H，数字 D，字母 L，百分号 P，其余是分隔。 */
  function classOf(c) {
    if (c >= 0x4e00 && c <= 0x9fff || c === 0x3005 || c === 0x3007 || c >= 0x3400 && c <= 0x4dbf || c >= 0xf900 && c <= 0xfaff) { return 'H'; }
    if (c >= 48 && c <= 57) { return 'D'; }
    if (c >= 97 && c <= 122 || c >= 0xdf && c <= 0x24f && c !== 0xf7 || c >= 0x370 && c <= 0x52f) { return 'L'; }
    return c === 37 || c === 0x2030 ? 'P' : '';
  }
  function run(text, from, cls) {
    while (from < text.length && classOf(text.charCodeAt(from)) === cls) { from += 1; }
    return from;
  }
  function pieces(text) {
    var out = [], gap = 2, at = 0, end, cls;
    while (at < text.length) {
      cls = classOf(text.charCodeAt(at));
      if (!cls) {
        gap = text.charAt(at) === ' ' && gap === 0 ? 1 : 2;
        at += 1;
        continue;
      }
      end = cls === 'P' ? at + 1 : run(text, at, cls);
      if (cls === 'D') {
        while (text.charAt(end) === ',' && run(text, end + 1, 'D') === end + 4) { end += 4; }
        if (text.charAt(end) === '.' && run(text, end + 1, 'D') > end + 1) { end = run(text, end + 1, 'D'); }
      }
      out.push({ cls: cls, text: text.slice(at, end).split(',').join(''), gap: gap });
      gap = 0;
      at = end;
    }
    return out;
  }
  function joined(list) {
    return list.map(function (p) { return p.text; }).join('');
  }
  function squeeze(text, table) {
    var out = '';
    text = fold(lower(text), table);
    for (var i = 0; i < text.length; i += 1) { if (classOf(text.charCodeAt(i))) { out += text.charAt(i); } }
    return out;
  }
  function starts(text, start, at) {
    return text.substr(at || 0, start.length) === start;
  }
  function latin(word) {
    return /^[a-z]+$/.test(word);
  }
  function stem(word) {
    if (word.length < 4 || !latin(word) || !/s$/.test(word)) { return word; }
    return word.length > 4 && /ies$/.test(word) ? word.slice(0, -3) + 'y' : /[sui]s$/.test(word) ? word : word.slice(0, -1);
  }
  function find(list, test) {
    for (var i = 0; i < list.length; i += 1) { if (test(list[i])) { return list[i]; } }
    return undefined;
  }
  /* 去掉问话用的字眼。 */
  function split(list) {
    var out = [];
    list.forEach(function (piece) {
      if (piece.cls !== 'H') { out.push(piece); return; }
      var text = piece.text, gap = piece.gap, word = '', at = 0, found;
      function here(stop) { return starts(text, stop, at); }
      function close() {
        if (word) { out.push({ cls: 'H', text: word, gap: gap }); }
        word = '';
        gap = 2;
      }
      while (at < text.length) {
        if ((found = find(KEPT, here))) {
          word += found;
          at += found.length;
        } else if ((found = find(STOPS, here))) {
          close();
          at += found.length;
        } else if (at === text.length - 1 && ENDS.indexOf(text.charAt(at)) >= 0) {
          at += 1;
        } else {
          word += text.charAt(at);
          at += 1;
        }
      }
      close();
    });
    return out;
  }
  function isLatin(piece) {
    return piece && (piece.cls === 'D' || piece.cls === 'L');
  }
  function touches(list, at) {
    return at > 0 && isLatin(list[at]) && isLatin(list[at - 1]) && list[at].gap === 0;
  }
  /* 从这里起连成一词的有几段：co2、300mw。 */
  function compound(list, at) {
    if (!isLatin(list[at]) || touches(list, at)) { return 1; }
    var count = 1, next = list[at + 1];
    while (touches(list, at + count)) { count += 1; }
    var unit = count === 1 && list[at].cls === 'D' && next && next.cls === 'L' && next.gap === 1 && next.text.length <= 4;
    return unit && !touches(list, at + 2) ? 2 : count;
  }
  /* 数字连着的单位：先两个字，再一个字。 */
  function quantities(list, at) {
    var next = list[at + 1], number = list[at].text;
    if (next && next.cls === 'H' && next.gap < 2) {
      return (next.text.length > 1 ? [number + next.text.slice(0, 2)] : []).concat(number + next.text.charAt(0));
    }
    return next && next.cls === 'P' && next.gap === 0 ? [number + next.text] : [];
  }
  /* 规范过的问题 → 要找的词（units）、加分的整名（bonus）、核对用的段（parts）。 */
  function asked(text) {
    var whole = pieces(text), list = split(whole), units = [], bonus = [], parts = [], singles = [];
    function add(unit) {
      if (!find(units, function (u) { return u.words[0] === unit.words[0]; })) { units.push(unit); }
    }
    function stemmed(piece) {
      return piece.cls === 'L' ? stem(piece.text) : piece.text;
    }
    function plain(piece) {
      return { words: [stemmed(piece)], letters: piece.cls === 'L' };
    }
    if (!list.length) { list = whole; }
    for (var at = 0, count; at < list.length; at += count) {
      var piece = list[at];
      count = compound(list, at);
      if (count > 1) {
        add({ words: [joined(list.slice(at, at + count))], parts: list.slice(at, at + count).map(plain) });
      } else if (piece.cls === 'L') {
        add(plain(piece));
      } else if (piece.cls === 'D') {
        add({ words: quantities(list, at).concat(piece.text) });
      } else if (piece.cls === 'H') {
        if (piece.text.length === 1) { singles.push(piece.text); }
        for (var i = 0; i < piece.text.length - 1; i += 1) {
          add({ words: [piece.text.substr(i, 2)], run: at, place: i, led: at > 0 && piece.gap < 2 && list[at - 1].cls === 'D' });
        }
      }
    }
    if (!units.length) { singles.forEach(function (c) { add({ words: [c] }); }); }
    var all = whole.map(stemmed).join(''), named = all.length >= 3 && all.length <= 24;
    if (named) { bonus.push(all); }
    list.forEach(function (piece, at) {
      var long = piece.text.length;
      if (piece.cls === 'H' && long >= 3 && long <= 8 && bonus.indexOf(piece.text) < 0) { bonus.push(piece.text); }
      if (at && piece.gap < 2) { parts[parts.length - 1] += piece.text; } else { parts.push(piece.text); }
    });
    return {
      units: units.slice(0, 24), bonus: bonus, named: named,
      parts: parts.filter(function (p) { return p.length > 1; })
    };
  }

  // ---- 文件里的数和行（2、3、5、7） ----

  var DIGITS = {};
  'ABCDEFGHIJKLMNOPQRSTUVWXYZ_-!*+.0123456789abcdefghijklmnopqrstuv'.split('').forEach(function (c, i) { DIGITS[c.charCodeAt(0)] = i; });

  function numbers(text) {
    var out = [], n = 0;
    for (var i = 0; i < text.length; i += 1) {
      var digit = DIGITS[text.charCodeAt(i)];
      if (digit === undefined) { break; }
      n = n * 32 + digit % 32;
      if (digit >= 32) { out.push(n); n = 0; }
    }
    return out;
  }
  function broken() {
    return new Error('broken');
  }
  /* 每行开头的一位数：与上一行的词有几个字相同。读不懂就是文件坏了。 */
  function unfront(lines) {
    var before = '';
    return lines.map(function (line) {
      var shared = DIGITS[line.charCodeAt(0)] - 32;
      if (!(shared >= 0 && shared <= before.length)) { throw broken(); }
      before = before.slice(0, shared) + line.slice(1);
      return before;
    });
  }
  function lines(text) {
    return text.replace(/\n$/, '').split('\n');
  }
  function readShard(text) {
    var heads = [], rests = [];
    lines(text).forEach(function (line) {
      var tab = line.indexOf('\t');
      if (tab < 1) { throw broken(); }
      heads.push(line.slice(0, tab));
      rests.push(line.slice(tab + 1));
    });
    return { keys: unfront(heads), rests: rests };
  }
  function readList(text) {
    var docs = [], impacts = [], next = -1;
    numbers(text).forEach(function (n) {
      next += Math.floor(n / 8);
      docs.push(next);
      impacts.push(n % 8);
    });
    return { docs: docs, impacts: impacts };
  }
  function readWord(rest) {
    var parts = rest.split('\t'), word = readList(parts[0].slice(1));
    word.idf = numbers(parts[0].charAt(0))[0];
    word.whole = parts[1];
    if (!word.idf || !word.docs.length) { throw broken(); }
    return word;
  }
  function readContents(node) {
    var names = node.names.match(/.{6}/g) || [];
    return { names: names, first: names.length ? unfront(node.first.split('\n')) : [], groups: node.groups };
  }
  function readGroup(text) {
    return readContents(JSON.parse(text));
  }
  function readRoot(text) {
    var root = JSON.parse(text);
    if (root.format !== 1) { throw broken(); }
    root.words = readContents(root.words);
    root.lexicon = readContents(root.lexicon);
    return root;
  }
  function readFold(text) {
    var table = {};
    for (var i = 0; i < text.length - 1; i += 2) { table[text.charAt(i)] = text.charAt(i + 1); }
    return table;
  }
  function readFacet(text) {
    var parts = text.split('\n\n');
    if (parts.length !== 3) { throw broken(); }
    var sets = [[]].concat(parts[1] ? parts[1].split('\n').map(numbers) : []);
    return {
      terms: parts[0].split('\n').map(function (line) { return line.split('\t'); }),
      column: numbers(parts[2]).map(function (n) { return sets[n]; })
    };
  }
  /* 第一个不小于 key 的位置。 */
  function lowest(keys, key) {
    var low = 0, high = keys.length;
    while (low < high) {
      var middle = low + high >> 1;
      if (keys[middle] < key) { low = middle + 1; } else { high = middle; }
    }
    return low;
  }

  // ---- 打分（6.3） ----

  function byScore(a, b) {
    return b.score - a.score || b.n - a.n;
  }
  function weigh(s, c, whole) {
    return Math.max(1, Math.floor(s * c * c / (whole * whole)));
  }
  /* units：[{idf, cut, docs, impacts}]，索引里没有的词没有 docs。名单截短过的词，不在名单里也算一半。 */
  function rank(units, bonus, size) {
    var hits = {}, whole = 0, unsure = 0, best = 0, list = [];
    var need = units.length <= 4 ? 60 : units.length <= 8 ? 45 : 33;
    function each(word, weight, c, named) {
      (word.docs || []).forEach(function (n, i) {
        if (n >= size) { return; }
        var hit = hits[n] = hits[n] || { n: n, s: 0, c: 0 };
        hit.s += weight * (2 * word.impacts[i] + 1);
        hit.c += c;
        hit.named = hit.named || named;
      });
    }
    units.forEach(function (unit) {
      var half = unit.cut ? Math.floor(unit.idf / 2) : 0;
      whole += unit.idf;
      unsure += half;
      each(unit, unit.idf, unit.idf - half, false);
    });
    bonus.forEach(function (word) { each(word, 2 * word.idf, 0, word.whole); });
    for (var n in hits) {
      var hit = hits[n];
      hit.c = hit.named ? whole : hit.c + unsure;
      if (whole && 100 * hit.c >= need * whole) {
        hit.score = weigh(hit.s, hit.c, whole);
        list.push(hit);
      }
    }
    list = list.sort(byScore).slice(0, 10000);
    list.forEach(function (hit) { best = Math.max(best, hit.c); });
    return { list: list, whole: whole, best: best, poor: !list.length || 100 * best < 80 * whole };
  }

  // ---- 引擎 ----

  /* get(路径, 要不要绕过缓存, 完了叫谁(错, 文字))。
     算法都写成一口气做完的样子；少了文件就抛出 WAIT，把缺的一起取来，再从头做一遍，做过的都记着。 */
  function Engine(get) {
    var WAIT = {}, store, looked, missing, self;

    function forget() {
      store = {};
      looked = {};
    }
    function file(path, read) {
      var entry = store[path];
      if (!entry) {
        if (missing.indexOf(path) < 0) { missing.push(path); }
        throw WAIT;
      }
      try {
        entry.value = entry.value || read(entry.text);
      } catch (e) { throw broken(); }
      return entry.value;
    }
    function fetchAll(paths, fresh, done) {
      var left = paths.length, failed = null, mine = store;
      paths.forEach(function (path) {
        get(path, fresh, function (error, text) {
          failed = failed || error;
          if (!error) { mine[path] = { text: text }; }
          left -= 1;
          if (!left) { done(failed); }
        });
      });
    }
    /* 网站换了新版，手里新旧混着：目录重取一次，从头再来；只一次。网络断了不必。 */
    function go(work, done, again, fresh) {
      var result;
      function fail(error) {
        if (again || error.message === 'network') { done(error); return; }
        forget();
        go(work, done, true, true);
      }
      missing = [];
      try {
        result = work();
      } catch (e) {
        if (e !== WAIT) { fail(e); return; }
        var paths = missing;
        fetchAll(paths, !!fresh, function (error) {
          if (error) { fail(error); } else { go(work, done, again, false); }
        });
        return;
      }
      done(null, result);
    }
    /* 每一项都做；缺的文件一起报。 */
    function all(list, work) {
      var waits = false, out = list.map(function (item) {
        try { return work(item); } catch (e) {
          if (e !== WAIT) { throw e; }
          waits = true;
          return null;
        }
      });
      if (waits) { throw WAIT; }
      return out;
    }
    function root() {
      return file('root.json', readRoot);
    }
    /* 键所在的一片，要的话连下一片。 */
    function shards(kind, key, count) {
      var book = kind === 'w' ? root().words : root().lexicon;
      function names(contents, count) {
        var at = lowest(contents.first, key);
        return contents.names.slice(contents.first[at] === key ? at : at - 1).slice(0, count);
      }
      if (!book.names.length) { return []; }
      if (book.groups) { book = file('g-' + names(book, 1)[0] + '.json', readGroup); }
      return all(names(book, count), function (name) { return file(kind + '-' + name + '.txt', readShard); });
    }
    function word(text) {
      var found = null;
      scan('w', text, true, 1, function (page, at) { found = readWord(page.rests[at]); });
      return found;
    }
    /* 键以 key 开头（exact 则正是 key）的各行。 */
    function scan(kind, key, exact, count, each) {
      shards(kind, key, count || 1).forEach(function (page) {
        var at = lowest(page.keys, key);
        while (exact ? page.keys[at] === key : starts(page.keys[at] || '', key)) {
          each(page, at);
          at += 1;
        }
      });
    }
    function beginning(text) {
      var impacts = {}, idf = 31, count = 0, docs;
      scan('w', text, false, 1, function (page, at) {
        if ((count += 1) > 16) { return; }
        var one = readWord(page.rests[at]);
        idf = Math.min(idf, one.idf);
        one.docs.forEach(function (n, k) { impacts[n] = Math.max(impacts[n] || 0, one.impacts[k]); });
      });
      docs = Object.keys(impacts).map(Number);
      return count ? { idf: idf, docs: docs, impacts: docs.map(function (n) { return impacts[n]; }) } : null;
    }
    function entry(page, at) {
      var parts = page.rests[at].split('\t'), mark = parts[1] || '';
      return { key: page.keys[at], text: parts[0], kind: mark.charAt(0), weight: numbers(mark.slice(1))[0] || 0 };
    }
    function listed(key, exact, count) {
      var out = [];
      scan('x', key, exact, count, function (page, at) { out.push(entry(page, at)); });
      return out;
    }
    /* 一个键所在那一片的全部行。 */
    function shard(key) {
      var page = shards('x', key, 1)[0];
      return page ? page.keys.map(function (k, at) { return entry(page, at); }) : [];
    }
    function document(n) {
      var index = root(), bundle = Math.floor(n / index.bundle);
      var fragment = file('f/' + Math.floor(bundle / 1000) + '/' + bundle + '.json', JSON.parse);
      var found = find(fragment.docs || [], function (doc) { return doc.n === n; });
      if (!found || fragment.check !== index.checks.substr(6 * Math.floor(n / index.block), 6)) { throw broken(); }
      return found;
    }
    function hay(text) {
      return lower(text || '').replace(/[\0-\x20]+/g, '');
    }

    /* 规范过的问题 → 候选（6.3）。 */
    function look(text, known) {
      var name = (known ? '!' : '?') + text;
      if (looked[name]) { return looked[name]; }
      var query = asked(text), units = [], borders, result;
      function resolve(unit) {
        var found = null, i = -1, taken = unit.words[0];
        while (!found && (i += 1) < unit.words.length) { found = word(unit.words[i]); }
        if (found) { taken = unit.words[i]; } else if (unit.letters && taken.length > 2) { found = beginning(taken); }
        found = found || { idf: 31 };
        return { word: taken, words: unit.words, run: unit.run, place: unit.place, led: unit.led, parts: unit.parts,
          idf: found.idf, docs: found.docs, impacts: found.impacts, cut: found.whole };
      }
      all(query.units, function (unit) {
        var one = resolve(unit);
        return one.docs || !unit.parts ? [one] : all(unit.parts, resolve);
      }).forEach(function (list) {
        list.forEach(function (one) {
          if (!find(units, function (u) { return u.word === one.word; })) { units.push(one); }
        });
      });
      // 夹在两对中间的一对，可能只是两个词相接的地方，不比它们更要紧；不认得的是分界。
      function beside(unit, place) {
        return find(units, function (u) { return u.run === unit.run && u.place === place; });
      }
      units.map(function (unit) {
        var after = unit.place >= 0 && beside(unit, unit.place + 1), before = unit.place > 0 && beside(unit, unit.place - 1);
        if (!after || !before && (unit.place || !unit.led)) { return unit.idf; }
        if (unit.docs) { return Math.min(unit.idf, after.idf, before ? before.idf : 31); }
        return after.docs && (!before || before.docs) ? 1 : unit.idf;
      }).forEach(function (idf, i) {
        var pair = units[i].word;
        units[i].idf = idf;
        if (units[i].docs || idf > 1) { return; }
        borders = true;
        query.parts = query.parts.map(function (part) { return part.split(pair).join(pair.charAt(0) + '\n' + pair.charAt(1)); });
      });
      var names = query.bonus;
      query.parts = query.parts.join('\n').split('\n').filter(function (part) { return part.length > 1; });
      if (borders) {
        query.parts.forEach(function (part) {
          if (part.length > 2 && part.length < 9 && run(part, 0, 'H') === part.length && names.indexOf(part) < 0) { names.push(part); }
        });
      }
      // 什么也没找到，就只问认得的。
      if (known) { units = units.filter(function (unit) { return unit.docs; }); }
      if (units.length > 1 && units.every(function (u) { return u.cut; })) {
        all(units, function (unit) { return file('l-' + unit.cut + '.txt', readList); }).forEach(function (list, i) {
          units[i].docs = list.docs;
          units[i].impacts = list.impacts;
          units[i].cut = '';
        });
      }
      var bonus = all(names, word);
      if (bonus[0] && query.named) { bonus[0].whole = true; }
      // 问的多半是别的，只认得一个词，不算找到。
      result = rank(known && units.length < 2 ? [] : units, bonus.filter(Boolean), root().size);
      result.units = units;
      result.parts = query.parts;
      result.text = text;
      looked[name] = result;
      return result;
    }

    /* 看前面几篇的原文，整句在里头的提到前面（6.4）。 */
    function verify(result) {
      var needle = hay(result.text), parts = result.parts, seen = [], whole = 0;
      function check(hit, doc) {
        var title = hay(doc.title), owner = hay(doc.owner), rest = [hay(doc.summary), hay(doc.text), owner].join('\n'), c = hit.c, p = 0;
        function named(part) { return title.indexOf(part) >= 0 || owner.indexOf(part) >= 0; }
        function stands(part) { return title.indexOf(part) >= 0 || rest.indexOf(part) >= 0; }
        function share(test) { return parts.length ? Math.floor(6 * parts.filter(test).length / parts.length) : 0; }
        result.units.forEach(function (unit) {
          if (unit.cut && c < result.whole && unit.docs.indexOf(hit.n) < 0) {
            c += (stands(unit.word) ? unit.idf : 0) - Math.floor(unit.idf / 2);
          }
        });
        if (title.indexOf(needle) >= 0) {
          p = 16;
        } else if (stands(needle)) {
          p = 8 + share(named);
        } else if (parts.length && !(parts.length === 1 && parts[0] === needle)) {
          p = share(stands) + share(named);
        }
        if (p >= 6) { whole += 1; }
        seen.push({ n: hit.n, score: Math.floor(weigh(hit.s, c, result.whole) * (16 + p) / 16) });
      }
      while (result.units.length > 1 && seen.length < 30 && seen.length < result.list.length && whole < 10) {
        var batch = result.list.slice(seen.length, seen.length + 10);
        all(batch, function (hit) { return document(hit.n); }).forEach(function (doc, i) { check(batch[i], doc); });
      }
      return seen.sort(byScore).concat(result.list.slice(seen.length));
    }

    // ---- 给界面用的 ----

    /* 搜。exact：照原样，不换问法。 */
    function search(query, exact) {
      var text = lower(cut(query)), result = look(text), changes = [], table;
      var odd = result.units.some(function (unit) { return !unit.docs && classOf(unit.word.charCodeAt(0)) === 'H'; });
      if (odd && root().fold) {
        table = file('t-' + root().fold + '.txt', readFold);
        if (fold(text, table) !== text) {
          changes.push({ kind: 'fold', from: text.trim(), to: fold(text, table).trim() });
          text = fold(text, table);
          result = look(text);
        }
      }
      // 换问法的脚本另放一个文件，用得着才取。
      (exact || !result.poor ? [] : repair()).forEach(function (step) {
        var tries = 0, better = false;
        if (!result.poor) { return; }
        step(result.text, function (change) {
          var other = look(fold(lower(cut(change.query)), table));
          tries += 1;
          better = other.list.length && (!result.list.length || other.best * result.whole > result.best * other.whole);
          if (better) {
            result = other;
            changes.push({ kind: change.kind, from: change.from, to: change.to });
          }
          return better || tries > 2;
        });
      });
      var whole = result.whole, poor = result.poor, part = !result.list.length;
      if (part) { result = look(result.text, true); }
      return {
        searched: result.text, changes: changes, poor: poor, part: part, units: result.units,
        best: whole ? Math.floor(100 * result.best / whole) : 0, list: verify(result)
      };
    }
    function distinct(lists, kinds, most) {
      var seen = {};
      return [].concat.apply([], lists).sort(function (a, b) { return b.weight - a.weight; }).filter(function (line) {
        var fresh = kinds.indexOf(line.kind) >= 0 && !seen['?' + line.text];
        if (fresh) { seen['?' + line.text] = fresh; }
        return fresh;
      }).slice(0, most);
    }
    function suggest(query) {
      var key = squeeze(cut(query)), keys = [key];
      if (!key) { return []; }
      if (key.length > 1 && latin(key)) { keys.push('@' + key, '#' + key); }
      return distinct(all(keys, function (k) { return listed(k, false, 2); }), 'nwpi', 8);
    }
    function repair() {
      return file('repair', function (make) { return make(self); });
    }
    /* 什么也没找到时，相近的名字。 */
    function near(query) {
      return repair().near(lower(cut(query)));
    }
    function dates() {
      return root().dates ? file('d-' + root().dates + '.txt', function (text) {
        var day = 0, starts = {};
        root().ranges.forEach(function (range) { starts[range[2]] = true; });
        return numbers(text).map(function (step, n) { return (day = starts[n] ? step : day + step); });
      }) : [];
    }
    /* 结果按所选（[[栏, 值]]）缩小，并数出各项还有几篇：数一栏时不算这一栏自己的选择。 */
    function narrow(list, chosen) {
      var ranges = root().ranges, days = dates(), left = [], books = [{ id: 'collection', terms: ranges.slice().reverse(), of: function (n) {
        return ranges.filter(function (r) { return n >= r[2] && n < r[3]; }).map(function (r) { return r[0]; });
      } }].concat(all(root().facets, function (facet) {
        var read = file('a-' + facet.file + '.txt', readFacet);
        return { id: facet.id, label: facet.label, terms: read.terms.slice(), of: function (n) {
          return (read.column[n] || []).map(function (at) { return read.terms[at][0]; });
        } };
      }), { id: 'year', of: function (n) { return days[n] ? [String(Math.floor(days[n] / 10000))] : []; } });
      books.forEach(function (book) {
        book.counts = Object.create(null);
        book.chosen = chosen.filter(function (pair) { return pair[0] === book.id; }).map(function (pair) { return pair[1]; });
      });
      list.forEach(function (hit) {
        var fails = [], has = books.map(function (book) {
          var ids = book.of(hit.n);
          if (book.chosen.length && !ids.some(function (id) { return book.chosen.indexOf(id) >= 0; })) { fails.push(book); }
          return ids;
        });
        if (!fails.length) { left.push(hit); }
        books.forEach(function (book, i) {
          if (fails.length && (fails[1] || fails[0] !== book)) { return; }
          has[i].forEach(function (id) { book.counts[id] = (book.counts[id] || 0) + 1; });
        });
      });
      books.forEach(function (book) {
        book.terms = book.terms || Object.keys(book.counts).sort().reverse().map(function (id) { return [id, id]; });
        book.chosen.forEach(function (id) {
          if (!find(book.terms, function (term) { return term[0] === id; })) { book.terms.push([id, id]); }
        });
        book.terms = book.terms.map(function (term) {
          return { id: term[0], label: term[1], count: book.counts[term[0]] || 0, on: book.chosen.indexOf(term[0]) >= 0 };
        }).filter(function (term) { return term.count || term.on; });
      });
      return { list: left, facets: books };
    }
    function byDate(list) {
      var days = dates();
      return list.map(function (hit, at) { return { n: hit.n, at: at }; }).sort(function (a, b) { return (days[b.n] || 0) - (days[a.n] || 0) || a.at - b.at; });
    }

    self = {
      go: go, search: search, suggest: suggest, near: near, narrow: narrow, byDate: byDate, document: document, all: all, word: word,
      listed: listed, shard: shard, shards: shards, file: file, root: root, pieces: pieces, split: split,
      joined: joined, latin: latin, squeeze: squeeze, stem: stem, numbers: numbers, asked: asked, distinct: distinct
    };
    forget();
    return self;
  }

  // ---- 界面 ----

  var BATCH = 10, PAGE = 20;

  function by(id) {
    return document.getElementById(id);
  }
  function make(name, text, parent) {
    var node = document.createElement(name);
    if (text) { node.textContent = text; }
    if (parent) { parent.appendChild(node); }
    return node;
  }
  /* 页面上写好的话，在 data- 里。 */
  function words(home) {
    return function (name, n, w) {
      return (home.getAttribute('data-' + name) || '').split('{n}').join(n).split('{q}').join(n).split('{w}').join(w);
    };
  }
  function recent(add) {
    var list = [];
    try {
      list = JSON.parse(window.localStorage.getItem('searches')) || [];
      list = list.filter(function (q) { return typeof q === 'string' && q !== add; });
      if (add) { window.localStorage.setItem('searches', JSON.stringify([add].concat(list).slice(0, 6))); }
      if (add === '') { window.localStorage.removeItem('searches'); }
    } catch (e) { return []; }
    return list;
  }

  /* 带建议的输入框（WAI-ARIA 1.2 combobox）。 */
  function combobox(box, list, status, home, engine, submit) {
    var active = -1, turn = 0, timer, composing = false;
    var word = words(home);
    function options() { return list.children; }
    function pick(at) {
      var option = options()[at];
      if (options()[active]) { options()[active].setAttribute('aria-selected', 'false'); }
      active = at;
      if (option) { option.setAttribute('aria-selected', 'true'); }
      box.setAttribute('aria-activedescendant', option ? option.id : '');
    }
    function open(on) {
      turn += 1;
      pick(-1);
      list.hidden = !on;
      box.setAttribute('aria-expanded', String(on));
    }
    function fill(lines) {
      open(lines.length > 0);
      list.textContent = '';
      lines.forEach(function (line, at) {
        var option = make('li', line.text, list);
        option.id = 'suggest-' + at;
        option.setAttribute('role', 'option');
        option.setAttribute('aria-selected', 'false');
        option.line = line;
        if (line.note) { make('small', line.note, option); }
      });
      status.textContent = lines.length ? word('options', lines.length) : '';
    }
    function offer() {
      var mine = turn += 1, old;
      if (!box.value.trim()) {
        old = recent().map(function (q) { return { text: q, note: word('recent') }; });
        fill(old.length ? old.concat({ text: word('forget'), forget: true }) : old);
        return;
      }
      engine.go(function () { return engine.suggest(box.value); }, function (error, lines) {
        if (mine === turn && document.activeElement === box) { fill(error ? [] : lines); }
      });
    }
    function choose(line) {
      if (line.forget) { recent(''); fill([]); return; }
      box.value = line.text;
      open(false);
      submit();
    }
    function close() {
      clearTimeout(timer);
      open(false);
    }
    function later() {
      clearTimeout(timer);
      if (!composing) { timer = setTimeout(offer, 120); }
    }
    box.setAttribute('role', 'combobox');
    box.setAttribute('aria-autocomplete', 'list');
    box.setAttribute('aria-controls', list.id);
    open(false);
    box.addEventListener('compositionstart', function () { composing = true; });
    box.addEventListener('compositionend', function () { composing = false; later(); });
    box.addEventListener('input', later);
    box.addEventListener('focus', function () { if (!box.value) { offer(); } });
    box.addEventListener('blur', close);
    box.addEventListener('keydown', function (event) {
      var key = event.keyCode, count = options().length, shown = !list.hidden;
      if (composing || key === 229) { return; }
      if (key === 40 || key === 38) {
        event.preventDefault();
        if (!shown) {
          if (key === 40) { offer(); }
        } else {
          // 最后一条再往下，回到框里。
          pick(key === 40 ? (active + 2) % (count + 1) - 1 : (active + count + 1) % (count + 1) - 1);
          if (options()[active]) { options()[active].scrollIntoView({ block: 'nearest' }); }
        }
      } else if (key === 27 && (shown || box.value)) {
        event.preventDefault();
        if (!shown) { box.value = ''; }
        open(false);
      } else if (key === 13 && shown && options()[active]) {
        event.preventDefault();
        choose(options()[active].line);
      } else if (key > 34 && key < 40) {
        pick(-1);
      }
    });
    list.addEventListener('mousedown', function (event) { event.preventDefault(); });
    list.addEventListener('click', function (event) {
      var node = event.target;
      while (node !== list && !node.line) { node = node.parentNode; }
      if (node.line) { choose(node.line); }
    });
    if (document.activeElement === box) { offer(); }
    return close;
  }

  /* 文字里出现要找的词的地方。 */
  function spots(text, units) {
    var flat = '', at = [], out = [];
    for (var i = 0; i < text.length; i += 1) {
      var code = text.charCodeAt(i), c = code >= 0x4e00 && code <= 0x9fff ? text.charAt(i) : lower(text.charAt(i));
      if (code > 32) {
        flat += c;
        for (var k = 0; k < c.length; k += 1) { at.push(i); }
      }
    }
    function edge(a, b, cls) {
      return !cls || cls === 'H' || classOf(flat.charCodeAt(a)) !== cls || at[b] - at[a] > 1;
    }
    units.forEach(function (unit, n) {
      [unit.word].concat(unit.words).some(function (word) {
        var found = false, from = flat.indexOf(word), left = 99, end;
        while (from >= 0 && (left -= 1)) {
          end = from + word.length;
          // 字母从词头算起，数字要整个。
          if (edge(from - 1, from, classOf(word.charCodeAt(0))) && edge(end, end - 1, /\d$/.test(word) ? 'D' : '')) {
            out.push({ from: at[from], to: at[end - 1] + 1, unit: n });
            found = true;
          }
          from = flat.indexOf(word, end);
        }
        return found;
      });
    });
    return out.sort(function (a, b) { return a.from - b.from; });
  }
  /* 约 wide 个字的一段，里头不同的词最多。 */
  function snippet(text, units, wide) {
    var all = spots(text, units), best = { from: 0, to: Math.min(text.length, wide), count: 0, spots: all };
    all.forEach(function (spot, i) {
      var seen = {}, count = 0;
      for (; i < all.length && all[i].to <= spot.from + wide; i += 1) {
        if (!seen[all[i].unit]) { count += 1; }
        seen[all[i].unit] = true;
      }
      if (count > best.count) { best.count = count; best.from = spot.from; }
    });
    if (best.count) {
      var back = Math.max(0, best.from - wide / 4), lead = text.slice(back, best.from);
      best.from = back + Math.max(0, lead.lastIndexOf('。') + 1, lead.lastIndexOf('\n') + 1);
      best.to = Math.min(text.length, best.from + wide);
    }
    return best;
  }
  function write(node, text, part) {
    var at = part.from, mark;
    function plain(to) {
      if (to > at) { node.appendChild(document.createTextNode(text.slice(at, to))); }
    }
    if (at && '。\n'.indexOf(text.charAt(at - 1)) < 0) { make('span', '…', node); }
    part.spots.forEach(function (spot) {
      var from = Math.max(spot.from, at), to = Math.min(spot.to, part.to);
      if (to <= from) { return; }
      plain(from);
      // 相连的合成一处。
      if (from > at || !mark) { mark = make('mark', '', node); }
      mark.textContent += text.slice(from, to);
      at = to;
    });
    plain(part.to);
    if (part.to < text.length) { make('span', '…', node); }
  }

  function searchPage(home, engine) {
    var word = words(home), box = by('q'), found = null, turn = 0, shown = 0, state, title = document.title, list = by('search-results'), close;
    var links = [].map.call(document.querySelectorAll('header a[hreflang],header a[data-elder]'), function (a) { return { a: a, href: a.href }; });
    /* 地址里的 [[名, 值]]。 */
    function read() {
      return location.search.slice(1).split('&').map(function (pair) {
        var at = pair.indexOf('=');
        try {
          return [pair.slice(0, at), pair.slice(at + 1).split('+').join(' ')].map(decodeURIComponent);
        } catch (e) { return []; }
      }).filter(function (pair) { return pair[0] && pair[1]; });
    }
    function get(key) {
      return (find(state, function (pair) { return pair[0] === key; }) || [])[1] || '';
    }
    /* 只有一个值的换掉，分面的值有就去掉、没有就加上。 */
    function changed(key, value) {
      var single = key === 'q' || key === 'sort' || key === 'exact', left = state.filter(function (pair) {
        return pair[0] !== key || !single && pair[1] !== value;
      });
      return value && (single || left.length === state.length) ? left.concat([[key, value]]) : left;
    }
    function address(pairs) {
      return location.pathname + '?' + pairs.map(function (pair) { return pair.map(encodeURIComponent).join('='); }).join('&');
    }
    function asks(q) {
      return address([['q', q]].concat(get('sort') ? [['sort', get('sort')]] : []));
    }
    function link(text, key, value, parent) {
      var a = make('a', text, parent);
      a.href = key ? address(changed(key, value)) : asks(value);
      a.setAttribute('data-go', key + '=' + value);
      return a;
    }
    function go(url) {
      if (!history.pushState) { location = url; return; }
      history.pushState(null, '', url);
      update();
    }
    function show(what) {
      home.setAttribute('data-state', what);
      ['loading', 'error', 'offline', 'empty'].forEach(function (name) { by('search-' + name).hidden = name !== what; });
      // 还在找的时候，先前的结果留着：免得一闪，也免得焦点丢了。
      if (what !== 'loading') { by('search-found').hidden = what !== 'results'; }
      if (what !== 'results') { by('search-said').hidden = true; }
      if (by('search-rest')) { by('search-rest').hidden = what === 'results'; }
      by('search-status').textContent = what === 'results' ? word('total', found.list.length) : what === 'idle' ? '' : (by('search-' + what).querySelector('.empty__head,.note__kind') || by('search-' + what)).textContent;
    }
    function documentOf(hit) {
      return engine.document(hit.n);
    }
    function work(job, done, timer) {
      var mine = turn;
      engine.go(job, function (error, result) {
        if (mine !== turn) { return; }
        clearTimeout(timer);
        if (!error) { done(result); return; }
        show(error.message === 'network' && navigator.onLine === false ? 'offline' : 'error');
      });
    }
    function row(doc) {
      var li = make('li'), place = make('p', doc.collection, li), head = make('h2', '', li), a = make('a', '', head), sum = make('p', '', li);
      var wide = /^zh/.test(doc.lang || document.documentElement.lang) ? 80 : 160;
      var text = snippet(doc.text || '', found.units, wide), summary = snippet(doc.summary || '', found.units, wide * 1.5);
      li.className = 'row row--in';
      place.className = 'row__place';
      head.className = 'row__title';
      sum.className = 'row__sum';
      if (doc.owner) { place.textContent += word('dot') + doc.owner; }
      if (doc.date) {
        place.textContent += word('dot');
        make('time', doc.date, place).setAttribute('datetime', doc.date);
      }
      if (doc.lang) { li.lang = doc.lang; }
      a.href = word('root') + doc.url;
      write(a, doc.title, { from: 0, to: doc.title.length, spots: spots(doc.title, found.units) });
      if (text.count > summary.count || !doc.summary) { write(sum, doc.text || '', text); } else { write(sum, doc.summary, summary); }
      return li;
    }
    /* 再显示一些，十篇十篇地取。 */
    function more(target, done) {
      work(function () { return engine.all(found.list.slice(shown, shown + BATCH), documentOf); }, function (docs) {
        docs.forEach(function (doc) { list.appendChild(row(doc)); });
        shown += docs.length;
        if (docs.length && shown < target && shown < found.list.length) { more(target, done); return; }
        by('search-more').hidden = shown >= found.list.length;
        if (done) { done(); }
      });
    }
    function facets(books) {
      var chips = by('search-chosen'), nav = by('search-facets'), focus = document.activeElement.getAttribute('data-go');
      chips.textContent = '';
      nav.textContent = '';
      books.forEach(function (book) {
        var label = book.label || word(book.id), node = nav, ul, chip;
        if (book.terms.length < 2 && !book.chosen.length) { return; }
        make('h3', label, nav);
        ul = make('ul', '', nav);
        book.terms.forEach(function (term, at) {
          // 长的收起来。
          if (at === 8 && book.terms.length > 10) {
            node = make('details', '', nav);
            make('summary', word('all', book.terms.length), node);
            ul = make('ul', '', node);
          }
          var a = link(term.label, book.id, term.id, make('li', '', ul));
          make('span', String(term.count), a);
          if (!term.on) { return; }
          a.setAttribute('aria-current', 'true');
          node.open = true;
          chip = link('', book.id, term.id, chips);
          chip.className = 'chip';
          make('span', word('remove'), chip).className = 'hidden';
          make('span', label + word('colon') + term.label, chip);
        });
      });
      if (focus) {
        // 点过的那一条重新做出来了，焦点还给它。
        ([].filter.call(nav.querySelectorAll('[data-go]'), function (a) { return a.getAttribute('data-go') === focus; })[0] || by('search-total')).focus();
      }
    }
    function said(result) {
      var ul = by('search-said');
      ul.textContent = '';
      result.changes.forEach(function (change, at) {
        var li = make('li', word('instead', change.from, change.to), ul);
        if (!at) { link(word('exact', get('q')), 'exact', '1', li); }
      });
      if (result.part) { make('li', word('part'), ul); }
      ul.hidden = !ul.firstChild;
    }
    function nothing() {
      var empty = by('search-empty'), near = empty.querySelector('.lines');
      empty.querySelector('.empty__head').textContent = word('none', get('q'));
      near.textContent = '';
      near.parentNode.hidden = true;
      show('empty');
      work(function () { return engine.near(get('q')); }, function (lines) {
        lines.forEach(function (line) { link(line.text, '', line.text, make('li', '', near)); });
        near.parentNode.hidden = !lines.length;
      });
    }
    function update() {
      var timer, q, sort, exact, chosen;
      turn += 1;
      state = read();
      q = get('q').trim();
      sort = get('sort') === 'date' ? 'date' : 'relevance';
      exact = get('exact');
      chosen = state.filter(function (pair) { return ['q', 'sort', 'exact'].indexOf(pair[0]) < 0; });
      box.value = q;
      close();
      document.title = (q ? q + ' – ' : '') + title;
      links.forEach(function (l) { l.a.href = l.href + (q ? '?q=' + encodeURIComponent(q) : ''); });
      [].forEach.call(by('search-sort').getElementsByTagName('a'), function (a) {
        var own = a.getAttribute('data-sort');
        a.href = address(changed('sort', own === 'date' ? own : ''));
        if (own === sort) { a.setAttribute('aria-current', 'true'); } else { a.removeAttribute('aria-current'); }
      });
      if (!q) { show('idle'); return; }
      timer = setTimeout(function () { show('loading'); }, 200);
      work(function () {
        var result = engine.search(q, exact), narrow = chosen.length ? engine.narrow(result.list, chosen) : null;
        var list = narrow ? narrow.list : result.list;
        if (sort === 'date') { list = engine.byDate(list); }
        engine.all(list.slice(0, BATCH), documentOf);
        return { list: list, all: result.list, units: result.units, changes: result.changes, part: result.part, facets: narrow && narrow.facets };
      }, function (result) {
        found = result;
        shown = 0;
        list.textContent = '';
        if (!result.all.length) { nothing(); return; }
        recent(q);
        by('search-total').textContent = word('total', result.list.length);
        show('results');
        said(result);
        more((history.state || {}).shown || PAGE);
        if (result.facets) { facets(result.facets); return; }
        work(function () { return engine.narrow(result.all, []); }, function (narrow) { facets(narrow.facets); });
      }, timer);
    }
    close = combobox(box, by('suggest'), by('search-status'), home, engine, submit);
    function submit() {
      go(asks(box.value.trim()));
    }
    by('search-form').addEventListener('submit', function (event) {
      event.preventDefault();
      submit();
    });
    home.addEventListener('click', function (event) {
      var node = event.target;
      while (node !== home && node.nodeName !== 'A' && node.nodeName !== 'BUTTON') { node = node.parentNode; }
      if (node.hasAttribute('data-again')) { update(); }
      if ((node.hasAttribute('data-go') || node.hasAttribute('data-sort')) && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey) {
        event.preventDefault();
        go(node.href);
      }
    });
    by('search-more').addEventListener('click', function () {
      var from = shown;
      more(shown + PAGE, function () {
        by('search-status').textContent = word('page', shown - from);
        list.children[from].querySelector('a').focus();
        history.replaceState({ shown: shown }, '');
      });
    });
    window.addEventListener('popstate', update);
    window.addEventListener('online', function () { if (word('state') === 'offline') { update(); } });
    update();
  }

  function open() {
    var home = document.querySelector('[data-index]'), base, engine;
    if (!home) { return; }
    base = home.getAttribute('data-index').replace(/[^\/]*$/, '');
    engine = Engine(function (path, fresh, done) {
      if (path === 'repair') {
        var script = make('script', '', document.head);
        script.onload = function () { done(null, window.searchRepair); };
        script.onerror = function () { done(new Error('network')); };
        script.src = home.getAttribute('data-repair');
        return;
      }
      var request = new XMLHttpRequest();
      request.open('GET', base + path + (fresh ? '?' + +new Date() : ''));
      request.timeout = 20000;
      request.onload = function () { if (request.status === 200) { done(null, request.responseText); } else { done(new Error('missing')); } };
      request.onerror = request.ontimeout = function () { done(new Error('network')); };
      request.send();
    });
    if (home.id === 'search') { searchPage(home, engine); return; }
    combobox(by('find'), by('suggest'), home.querySelector('[role=status]'), home, engine, function () { home.submit(); });
  }

  if (typeof module === 'object' && module.exports) {
    module.exports = { Engine: Engine, cut: cut, lower: lower, fold: fold, squeeze: squeeze, asked: asked, numbers: numbers, rank: rank };
  } else {
    // 用 defer 载入，或者页面好了以后才载入，所以不必等。
    open();
  }
})();
