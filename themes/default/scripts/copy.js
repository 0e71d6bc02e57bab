/* “复制”按钮。没有脚本，或者浏览器不会复制，就不出现；文字在旁边，总能自己选取。 */
(function () {
  function old(text) {
    var box = document.createElement('textarea');
    box.className = 'hidden';
    box.value = text;
    document.body.appendChild(box);
    box.select();
    var done = false;
    try { done = document.execCommand('copy'); } catch (e) { done = false; }
    document.body.removeChild(box);
    return done;
  }
  function ready() {
    var buttons = document.querySelectorAll('[data-copy]');
    if (!buttons.length || !(navigator.clipboard || document.execCommand)) { return; }
    var status = document.createElement('p');
    status.className = 'hidden';
    status.setAttribute('role', 'status');
    document.getElementById('main').appendChild(status);
    function arm(button) {
      var label = button.firstChild;
      var usual = label.nodeValue;
      var source = document.getElementById(button.getAttribute('data-copy'));
      if (!source) { return; }
      function say() {
        var done = button.getAttribute('data-done');
        label.nodeValue = done;
        status.textContent = done;
        setTimeout(function () {
          label.nodeValue = usual;
          status.textContent = '';
        }, 3000);
      }
      button.addEventListener('click', function () {
        var text = source.textContent;
        function again() { if (old(text)) { say(); button.focus(); } }
        if (navigator.clipboard && navigator.clipboard.writeText) {
          navigator.clipboard.writeText(text).then(say, again);
        } else {
          again();
        }
      });
      button.hidden = false;
    }
    for (var i = 0; i < buttons.length; i += 1) { arm(buttons[i]); }
  }
  document.addEventListener('DOMContentLoaded', ready);
})();
