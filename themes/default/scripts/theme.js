/* 深色开关。没有脚本时跟随系统；有脚本时出现一个按钮，选择记在本机。 */
(function () {
  var root = document.documentElement;
  var key = 'theme';
  function stored() {
    try { return window.localStorage.getItem(key); } catch (e) { return null; }
  }
  function store(value) {
    try { window.localStorage.setItem(key, value); } catch (e) { return; }
  }
  function dark() {
    var set = root.getAttribute('data-theme');
    if (set) { return set === 'dark'; }
    return !!(window.matchMedia && window.matchMedia('(prefers-color-scheme: dark)').matches);
  }
  var saved = stored();
  if (saved === 'dark' || saved === 'light') { root.setAttribute('data-theme', saved); }
  document.addEventListener('DOMContentLoaded', function () {
    var button = document.getElementById('theme');
    if (!button) { return; }
    function label() {
      button.textContent = button.getAttribute(dark() ? 'data-to-light' : 'data-to-dark');
    }
    button.addEventListener('click', function () {
      var next = dark() ? 'light' : 'dark';
      root.setAttribute('data-theme', next);
      store(next);
      label();
    });
    label();
  });
})();
