/* 页头的搜索框：读者第一次点进来，才去取搜索的脚本。 */
document.addEventListener('DOMContentLoaded', function () {
  var box = document.getElementById('find');
  var from = box && box.form.getAttribute('data-script');
  if (!from) { return; }
  box.addEventListener('focus', function load() {
    var script = document.createElement('script');
    script.src = from;
    document.head.appendChild(script);
    box.removeEventListener('focus', load);
  });
});
