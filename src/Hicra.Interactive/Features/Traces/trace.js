(function(){document.querySelectorAll('.hicra-trace').forEach(function(t){if(t.hicraDone)return;t.hicraDone=true;
var base=t.querySelector('.hicra-classes'),layers=[].slice.call(t.querySelectorAll('.hicra-layer'));if(!base)return;
var bar=document.createElement('div');bar.setAttribute('role','toolbar');bar.setAttribute('aria-label','Layer');bar.style.margin='10px 0 2px';
var views=[['Planning',base]].concat(layers.map(function(d){return[d.querySelector('summary').textContent,d]}));
var buttons=views.map(function(v,k){var b=document.createElement('button');b.type='button';b.textContent=v[0];
b.style.cssText='font:inherit;font-size:12px;margin-right:6px;padding:2px 10px;border-radius:12px;border:1px solid #8b8b85;cursor:pointer;color:inherit';
b.onclick=function(){show(k);if(t.parentNode.classList.contains('hicra-pair'))[].forEach.call(t.parentNode.children,function(o){if(o!==t&&o.hicraShow)o.hicraShow(v[0])})};bar.appendChild(b);return b});
function show(k){views.forEach(function(v,i){v[1].style.display=i===k?'':'none';if(i>0){v[1].open=true;v[1].querySelector('summary').style.display='none'}
buttons[i].setAttribute('aria-pressed',i===k);buttons[i].style.backgroundColor=i===k?'rgba(0,114,178,0.25)':'transparent'})}
base.parentNode.insertBefore(bar,base);
var read=document.createElement('div');read.setAttribute('aria-live','polite');read.style.cssText='min-height:18px;font-size:12px;margin-top:4px';bar.insertAdjacentElement('afterend',read);
t.querySelectorAll('.hicra-tokens').forEach(function(box){var at=-1,all=[].slice.call(box.querySelectorAll('[title]'));if(!all.length)return;box.tabIndex=0;box.setAttribute('role','group');box.setAttribute('aria-label','Tokens; arrow keys move');
function go(n){if(at>=0)all[at].style.outline='';at=Math.max(0,Math.min(all.length-1,n));all[at].style.outline='2px solid #0072b2';read.textContent='\u201c'+all[at].textContent.trim()+'\u201d '+all[at].title}
box.addEventListener('keydown',function(e){if(e.key==='ArrowRight'||e.key==='ArrowLeft'||e.key==='Home'||e.key==='End'){go(e.key==='Home'?0:e.key==='End'?all.length-1:at+(e.key==='ArrowRight'?1:-1));e.preventDefault();e.stopPropagation()}});
box.addEventListener('mouseover',function(e){var i=all.indexOf(e.target);if(i>=0)go(i)})});
t.hicraShow=function(name){views.forEach(function(v,k){if(v[0]===name)show(k)})};show(0)})})();
