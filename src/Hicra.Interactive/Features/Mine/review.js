(function(){
var card=document.querySelector('[data-hicra-review="{{id}}"]');if(!card||card.dataset.ready)return;card.dataset.ready=1;
var line=card.querySelector('[data-hicra-line]'),start=line.textContent.replace(/ --drop .*$/,'');
function say(){var d=[],k=[];card.querySelectorAll('[data-box] input').forEach(function(b){var n=b.parentNode.dataset.box,was=b.parentNode.dataset.keep==='1';if(!b.checked&&was)d.push(n);if(b.checked&&!was)k.push(n)});
line.textContent=start+(d.length?' --drop '+d.join(','):'')+(k.length?' --keep '+k.join(','):'')}
card.querySelectorAll('[data-box]').forEach(function(s){var b=document.createElement('input');b.type='checkbox';b.checked=s.dataset.keep==='1';b.setAttribute('aria-label','keep cluster '+s.dataset.box);b.addEventListener('change',say);s.textContent='';s.appendChild(b)});
var copy=document.createElement('button');copy.textContent='Copy';copy.style.cssText='margin-left:8px;font:inherit;cursor:pointer';copy.addEventListener('click',function(){navigator.clipboard&&navigator.clipboard.writeText(line.textContent)});line.parentNode.appendChild(copy);say();
})();
