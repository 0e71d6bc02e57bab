/* 术语：点一下，解释出现在词的下面；再点、按 Esc 或点别处收起。没有脚本时链接跳到页末的解释。 */
(function () {
  var open = null;
  var box = null;
  function close() {
    if (!open) { return; }
    open.setAttribute('aria-expanded', 'false');
    open.removeAttribute('aria-describedby');
    box.parentNode.removeChild(box);
    open = null;
    box = null;
  }
  function entry(link) {
    return document.getElementById(link.getAttribute('href').slice(1));
  }
  function show(link) {
    var found = entry(link);
    var said = found.querySelector('.terms__d');
    var page = found.querySelector('dt a');
    var more = document.createElement('a');
    box = document.createElement('span');
    box.className = 'pop';
    box.id = 'term-pop';
    box.appendChild(document.createTextNode(said.textContent));
    more.href = page.href;
    more.textContent = page.textContent;
    box.appendChild(more);
    link.parentNode.insertBefore(box, link.nextSibling);
    link.setAttribute('aria-expanded', 'true');
    link.setAttribute('aria-describedby', box.id);
    open = link;
  }
  function term(target) {
    while (target && target !== document) {
      if (target.className === 'term') { return target; }
      target = target.parentNode;
    }
    return null;
  }
  document.addEventListener('DOMContentLoaded', function () {
    var links = document.querySelectorAll('a.term');
    for (var i = 0; i < links.length; i += 1) {
      if (entry(links[i])) { links[i].setAttribute('aria-expanded', 'false'); }
    }
    if (!links.length) { return; }
    document.addEventListener('click', function (event) {
      var link = term(event.target);
      var again = link && link === open;
      if (box && box.contains(event.target)) { return; }
      close();
      if (!link || !entry(link)) { return; }
      event.preventDefault();
      if (!again) { show(link); }
    });
    document.addEventListener('keydown', function (event) {
      var link = open;
      if (link && (event.key === 'Escape' || event.key === 'Esc' || event.keyCode === 27)) {
        close();
        link.focus();
      }
    });
  });
})();
