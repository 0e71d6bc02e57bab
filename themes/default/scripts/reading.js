/* 长者模式和字号，选过的记在本机。
   长者模式：只有读者自己点了“长者模式”才记住。此后打开没有加 /e/ 的页面，字也是大的，页头另有一条通往本页长者版的链接；
   不跳转，不改地址，后退键照常。点“退出长者模式”就忘掉。
   字号：改根元素的字号，全站按它缩放。 */
(function () {
  var root = document.documentElement;
  var page = root.getAttribute('data-mode');
  var steps = [100, 112.5, 125, 150, 175, 200];
  root.classList.add('script-on');
  function stored(key) {
    try { return window.localStorage.getItem(key); } catch (e) { return null; }
  }
  function store(key, value) {
    try {
      if (value) { window.localStorage.setItem(key, value); } else { window.localStorage.removeItem(key); }
    } catch (e) { return; }
  }
  function step() {
    var at = steps.indexOf(+stored('size'));
    return at < 0 ? 0 : at;
  }
  function last() {
    return root.getAttribute('data-mode') === 'elder' ? 3 : steps.length - 1;
  }
  function toggle(name, on) {
    if (on) { root.classList.add(name); } else { root.classList.remove(name); }
  }
  function apply() {
    var chose = page !== 'elder' && stored('mode') === 'elder';
    if (page !== 'elder') {
      if (chose) { root.setAttribute('data-mode', 'elder'); } else { root.removeAttribute('data-mode'); }
    }
    var elder = root.getAttribute('data-mode') === 'elder';
    var size = steps[Math.min(step(), last())];
    root.style.fontSize = size === 100 ? '' : Math.min(200, size * (elder ? 1.375 : 1)) + '%';
    toggle('chose', chose);
    toggle('one', elder || size >= 125);
  }
  apply();
  window.addEventListener('pageshow', function (event) {
    if (event.persisted) { apply(); }
  });
  document.addEventListener('click', function (event) {
    var link = event.target;
    while (link && link.getAttribute && !link.getAttribute('data-elder')) { link = link.parentNode; }
    if (link && link.getAttribute) { store('mode', link.getAttribute('data-elder') === 'on' ? 'elder' : ''); }
  });
  document.addEventListener('DOMContentLoaded', function () {
    var leave = document.getElementById('elder-leave');
    var box = document.getElementById('sizes');
    if (leave) {
      leave.addEventListener('click', function () {
        var tool = document.querySelector('[data-elder]') || document.querySelector('.brand');
        store('mode', '');
        apply();
        tool.focus();
      });
    }
    if (!box) { return; }
    var buttons = box.getElementsByTagName('button');
    var status = box.querySelector('[role=status]');
    function show(say) {
      var at = Math.min(step(), last());
      buttons[0].setAttribute('aria-disabled', at === 0);
      buttons[1].setAttribute('aria-pressed', at === 0);
      buttons[2].setAttribute('aria-disabled', at === last());
      if (say) { status.textContent = status.getAttribute('data-say').replace('{n}', steps[at]); }
    }
    box.addEventListener('click', function (event) {
      var button = event.target;
      while (button !== box && !button.getAttribute('data-step')) { button = button.parentNode; }
      if (button === box) { return; }
      var by = +button.getAttribute('data-step');
      var at = by ? Math.max(0, Math.min(last(), Math.min(step(), last()) + by)) : 0;
      store('size', at ? String(steps[at]) : '');
      apply();
      show(true);
    });
    show(false);
  });
})();
