/* 离站提示。网站的类别要求时（html 上有 data-leaving），点开站外链接前先问一句，可信的网站（data-trusted）除外；没有脚本，链接旁的记号仍在。 */
(function () {
  var root = document.documentElement;
  function link(node) {
    while (node && node.nodeName !== 'A') { node = node.parentNode; }
    return node;
  }
  function outside(node) {
    return (' ' + (node.getAttribute('rel') || '') + ' ').indexOf(' external ') >= 0;
  }
  function trusted(host) {
    var list = (root.getAttribute('data-trusted') || '').split(' ');
    for (var i = 0; i < list.length; i += 1) {
      if (list[i] && ('.' + host).slice(-list[i].length - 1) === '.' + list[i]) { return true; }
    }
    return false;
  }
  document.addEventListener('click', function (event) {
    var text = root.getAttribute('data-leaving');
    var to = text && link(event.target);
    if (!to || !outside(to) || trusted(to.hostname)) { return; }
    if (!window.confirm(text.replace('{host}', to.hostname))) { event.preventDefault(); }
  });
})();
