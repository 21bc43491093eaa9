import subprocess as sp, sys
def r(c,**k):
    x=sp.run(c,shell=True,capture_output=True,text=True,**k); print(repr(c)[:60],x.returncode,repr(x.stdout),repr(x.stderr))
r('nonesuch'); r('echo a; nonesuch -x; echo $?'); r('exit 3'); r('false || echo no'); r('cat /nope'); r('ls /nope'); r('cd /nope'); r('echo "$HOME_Z" "\\$x" \'$y\' "`echo hi`" `echo a  b` "a\\"b" \\$z'); r('cat <<A <<B\none\nA\ntwo\nB'); r('if true; then cat <<X\nin $((1+2))\nX\nfi; echo z')
r('while read l; do echo "[$l]"; done <<E\na\nb c\nE\n'); r('wc -l <<E\n1\n2\nE'); r("cat > hd_e.txt <<'E'\nx=$y `z`\nE\ncat hd_e.txt; rm hd_e.txt"); r('cat <<E'); r('cat <<"E F"\na\nE F\n'); r('cat <<E\n"quoted" \'s\' \\$x \\\\ \\n a\\\nb\nE'); r('grep b <<E | tr b c\na\nb\nE'); r('x=1; cat <<E && echo ok\n${x}${y:-dd} $(echo sub)\n\n end\nE'); r('echo <'); r('cat <<'); r('echo "open'); r('python3 - <<E\nprint(1)\nE'); r('cat', input='in\n'); r('echo err >&2; exit 1'); r('for i in 1 2; do cat <<E\n$i\nE\ndone'); r('')
try: sp.check_output('echo o; echo e >&2; exit 2',shell=True,stderr=sp.STDOUT,text=True)
except sp.CalledProcessError as e: print(e,repr(e.output),e.stderr,e.cmd)
print(sp.getoutput('echo hi; nonesuch'), sp.getstatusoutput('exit 5'))
