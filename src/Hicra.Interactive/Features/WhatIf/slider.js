(function(){var id='{{id}}',m={{mass}},most={{most}},html={{control}};
document.querySelectorAll('[data-hicra-what-if="'+id+'"]').forEach(function(root){
  if(root.getAttribute('data-ready'))return;root.setAttribute('data-ready','1');
  function part(n){return root.querySelector('[data-part="'+n+'"]');}
  var control=part('control');control.innerHTML=html;var slider=control.querySelector('input'),tokens=root.querySelectorAll('[data-a]'),bars=control.querySelectorAll('[data-bar]');
  function draw(){
    var a=+slider.value,w=[m[0]*(1+a),m[1]*Math.abs(1-a),m[2],m[3]],s=w[0]+w[1]+w[2]+w[3];
    part('value').textContent=a.toFixed(2);
    part('share').textContent=(100*(w[0]+w[1])/s).toFixed(1)+' %';
    part('factors').textContent='planning tokens: praise times '+(1+a).toFixed(2)+', '+(a<=1?'blame times '+(1-a).toFixed(2):'blame turned into praise, times '+(a-1).toFixed(2))+'; all others as they are';
    bars.forEach(function(b,i){b.style.width=(100*w[i]/s)+'%';b.title=b.title.replace(/: .*/,': '+(100*w[i]/s).toFixed(1)+' %');});
    tokens.forEach(function(t){
      var A=+t.getAttribute('data-a'),v=t.getAttribute('data-p')==='1'?A+a*Math.abs(A):A;
      t.style.background='rgba('+(v>=0?'{{praise}}':'{{blame}}')+','+({{strongest}}*Math.abs(v)/(Math.abs(A)*(1+most))).toFixed(3)+')';
      t.title=t.title.replace(/with alpha \S+ [-\d.]+/,'with alpha '+a.toFixed(2)+' '+v.toFixed(3));
    });
  }
  slider.addEventListener('input',draw);draw();
});})();
