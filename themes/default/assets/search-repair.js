/* 搜得不好时换个问法：拼音，错字，同义词（src/search/format.md 8）。search.js 要用时才来取；node 也能用。
   每一步拿规范过的问题，一种一种地试 {kind, from, to, query}，最像的在先；attempt 说够了就停。 */
(function (make) {
  'use strict';
  if (typeof module === 'object' && module.exports) { module.exports = make; } else { window.searchRepair = make; }
})(function (tools) {
  'use strict';
  var all = tools.all, word = tools.word, listed = tools.listed, shard = tools.shard, shards = tools.shards, file = tools.file;
  var pieces = tools.pieces, split = tools.split, joined = tools.joined, latin = tools.latin, squeeze = tools.squeeze, stem = tools.stem;
  var numbers = tools.numbers;

  function isName(line) {
    return 'nw'.indexOf(line.kind) >= 0;
  }

  /* 字 → 读音，常用的在前。 */
  function readSounds(text) {
    var table = {};
    text.split('\n').forEach(function (line) {
      var parts = line.split(/[\t ]/);
      (parts[1] || '').split('').forEach(function (c) { (table[c] = table[c] || []).push(parts[0]); });
    });
    return table;
  }
  function heaviest(list) {
    return list.reduce(function (best, line) { return best && best.weight >= line.weight ? best : line; }, null);
  }
  function replaced(kind, query, from, to) {
    var at = query.indexOf(from);
    return { kind: kind, from: from, to: to, query: query.slice(0, at) + to + query.slice(at + from.length) };
  }
  function instead(kind, query, to) {
    return { kind: kind, from: query.trim(), to: to, query: to };
  }
  function letters(query) {
    return pieces(query).filter(function (p) { return latin(p.text); });
  }
  /* 字母拼的是什么：一个名字，首字母，两个名字，名字的开头。 */
  function spelled(q) {
    if (q.length < 2 || q.length > 40) { return ''; }
    var line = heaviest(listed('@' + q, true)) || (q.length <= 8 ? heaviest(listed('#' + q, true)) : null);
    for (var at = q.length - 2; !line && at > 1; at -= 1) {
      var one = heaviest(listed('@' + q.slice(0, at), true)), two = one && heaviest(listed('@' + q.slice(at), true));
      if (two) { return one.text + ' ' + two.text; }
    }
    line = line || (q.length > 3 ? heaviest(listed('@' + q)) : null);
    return line ? line.text : '';
  }
  function pinyin(query, attempt) {
    var list = letters(query), whole = list.length > 1 && list.length === pieces(query).length ? spelled(joined(list)) : '';
    if (whole && attempt(instead('pinyin', query, whole))) { return; }
    list.some(function (piece) {
      var text = spelled(piece.text);
      return text && attempt(replaced('pinyin', query, piece.text, text));
    });
  }
  function unknown(text) {
    var pairs = [];
    for (var i = 0; i < text.length - 1; i += 1) { pairs.push(text.substr(i, 2)); }
    return all(pairs, word).map(function (found) { return !found; });
  }
  function runs(query) {
    return split(pieces(query)).filter(function (p) { return p.cls === 'H' && p.text.length > 1 && p.text.length < 13; })
      .map(function (p) { return p.text; });
  }
  function windows(query) {
    var out = [];
    runs(query).forEach(function (text) {
      var lost = unknown(text);
      for (var length = Math.min(6, text.length); length > 1; length -= 1) {
        for (var at = 0; at + length <= text.length; at += 1) {
          if (lost.slice(at, at + length - 1).indexOf(true) >= 0) { out.push(text.substr(at, length)); }
        }
      }
    });
    return out.slice(0, 40);
  }
  function sounds(c) {
    return file('s-' + tools.root().sound + '.txt', readSounds)[c] || [];
  }
  function spellings(text) {
    var list = text.split('').map(sounds), out;
    if (!list.every(function (readings) { return readings.length; })) { return []; }
    function spell(at, other) {
      return list.map(function (readings, i) { return i === at ? other : readings[0]; }).join('');
    }
    out = [spell(-1)];
    list.forEach(function (readings, at) {
      readings.slice(1).forEach(function (other) { out.push(spell(at, other)); });
    });
    return out.slice(0, 6);
  }
  /* 这几个字指的是哪个名字：同音，错一个字，错第一个字。 */
  function meant(text) {
    var hits = [], jobs = spellings(text).map(function (spelling) {
      return function () {
        return listed('@' + spelling, true).filter(function (line) {
          var name = squeeze(line.text);
          return name.length === text.length && name !== text;
        });
      };
    });
    if (text.length > 2) {
      [2, 1].forEach(function (long) {
        jobs.push(function () {
          return shard(text.slice(0, long)).filter(function (line) {
            var wrong = 0;
            for (var i = 0; i < text.length; i += 1) { if (text.charAt(i) !== line.key.charAt(i)) { wrong += 1; } }
            return isName(line) && line.key.length === text.length && line.key.charAt(0) === text.charAt(0) && wrong === 1;
          });
        });
      });
      jobs.push(function () {
        return listed('~' + text.slice(1), true).filter(function (line) { return squeeze(line.text) !== text; });
      });
    }
    all(jobs, function (job) { return job(); }).forEach(function (list) { hits = hits.concat(list); });
    return heaviest(hits);
  }
  /* 换一个字，让它同左右都连得上；先找同音的。 */
  function characters(query, attempt) {
    return runs(query).some(function (text) {
      var lost = unknown(text);
      // 多半都不认得，就不是错一个字，是网站里没有。
      if (2 * lost.filter(Boolean).length > lost.length) { return false; }
      return text.split('').some(function (c, at) {
        return at && (lost[at] || lost[at - 1]) && change(text.charAt(at - 1), c, text.charAt(at + 1));
      });
    });
    function change(before, wrong, next) {
      var page = shards('w', before, 1)[0], others = [], same;
      if (!page) { return false; }
      page.keys.forEach(function (key, i) {
        if (key.length === 2 && key.charAt(0) === before && key.charAt(1) !== wrong) {
          others.push({ c: key.charAt(1), weight: -numbers(page.rests[i].charAt(0))[0] });
        }
      });
      function fitting(list) {
        var fits = next ? all(list, function (other) { return word(other.c + next); }) : list;
        return heaviest(list.filter(function (other, i) { return fits[i]; }));
      }
      same = others.filter(function (other) {
        return sounds(other.c).some(function (reading) { return sounds(wrong).indexOf(reading) >= 0; });
      });
      var best = fitting(same) || (next ? fitting(others) : null);
      return best && attempt(replaced('typo', query, before + wrong, before + best.c));
    }
  }
  /* 差几个字母：添、删、换、相邻对调各算一次。 */
  function distance(a, b) {
    var rows = [[]], i, j, least;
    if (Math.abs(a.length - b.length) > 2) { return 9; }
    for (j = 0; j <= b.length; j += 1) { rows[0].push(j); }
    for (i = 1; i <= a.length; i += 1) {
      rows[i] = [i];
      for (j = 1; j <= b.length; j += 1) {
        least = Math.min(rows[i - 1][j - 1] + (a.charAt(i - 1) === b.charAt(j - 1) ? 0 : 1), rows[i - 1][j] + 1, rows[i][j - 1] + 1);
        if (i > 1 && j > 1 && a.charAt(i - 1) === b.charAt(j - 2) && a.charAt(i - 2) === b.charAt(j - 1)) { least = Math.min(least, rows[i - 2][j - 2] + 1); }
        rows[i][j] = least;
      }
    }
    return rows[a.length][b.length];
  }
  function typo(query, attempt) {
    var list = windows(query), at = 0, batch;
    function tried(line, i) { return line && attempt(replaced('typo', query, batch[i], line.text)); }
    // 几个一批，免得一个一个地取。
    for (; at < list.length; at += 4) {
      batch = list.slice(at, at + 4);
      if (all(batch, meant).some(tried)) { return; }
    }
    if (characters(query, attempt)) { return; }
    letters(query).some(function (piece) {
      var text = piece.text, wrong = stem(text), best = null, a = text.charAt(0), b = text.charAt(1), c = text.charAt(2);
      if (text.length < 4 || word(wrong)) { return false; }
      // 第二个字母也可能错了、漏了、同邻字对调了。
      all([a + b, a + c, b + a, b + c], function (start) { return shards('w', start, 1)[0]; }).forEach(function (page) {
        (page ? page.keys : []).forEach(function (key, i) {
          var far = latin(key) ? distance(wrong, key) : 9, idf = numbers(page.rests[i].charAt(0))[0];
          var nearer = !best || (far - best.far || idf - best.idf || (key < best.key ? -1 : 0)) < 0;
          if (far && far <= (text.length >= 8 ? 2 : 1) && nearer) { best = { far: far, idf: idf, key: key }; }
        });
      });
      return best && attempt(replaced('typo', query, text, best.key));
    });
  }
  function synonym(query, attempt) {
    var whole = squeeze(query), found;
    function same(key) {
      return heaviest(listed(key, true).filter(function (line) { return line.kind === 's'; }));
    }
    found = whole ? same(whole) : null;
    if (found && attempt(instead('synonym', query, found.text))) { return; }
    var list = windows(query).concat(letters(query).map(function (p) { return p.text; }));
    all(list, same).some(function (line, i) {
      return line && list[i] !== whole && attempt(replaced('synonym', query, list[i], line.text));
    });
  }

  var steps = [pinyin, typo, synonym];
  steps.near = function (text) {
    return tools.distinct(all(tools.asked(text).units.slice(0, 8), function (unit) { return listed(unit.words[0]); }), 'nw', 6);
  };
  return steps;
});
