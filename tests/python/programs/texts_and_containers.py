# sorting, stable multi-key, text tables, word count, caesar, roman, anagrams, etc
import re, string, collections, itertools, random, bisect, operator
from functools import reduce
text="""The Zen of Python, by Tim Peters. Beautiful is better than ugly.
Explicit is better than implicit. Simple is better than complex."""
words=re.findall(r"[a-z']+",text.lower()); cnt=collections.Counter(words)
for w,n in cnt.most_common(4): print(f"{w:<10}|{'#'*n:<5}|{n:>3}|{n/len(words):>7.2%}")
print(sorted(cnt.items(),key=lambda p:(-p[1],p[0]))[:3], max(cnt,key=cnt.get), {k:[*g] for k,g in itertools.groupby(sorted(set(words),key=len),key=len)}.keys())
def caesar(s,k): return "".join(chr((ord(c)-(b:=65 if c.isupper() else 97)+k)%26+b) if c.isalpha() else c for c in s)
print(caesar("Hello, World!",3), caesar(caesar("Hello",3),-3), "Uryyb".translate(str.maketrans(string.ascii_letters,string.ascii_lowercase[13:]+string.ascii_lowercase[:13]+string.ascii_uppercase[13:]+string.ascii_uppercase[:13])))
def roman(n): return "".join(s*(n//v) for v,s in ((1000,"M"),(900,"CM"),(500,"D"),(400,"CD"),(100,"C"),(90,"XC"),(50,"L"),(40,"XL"),(10,"X"),(9,"IX"),(5,"V"),(4,"IV"),(1,"I")) if [n:=n%v if 0 else n] and True) if 0 else _r(n)
def _r(n):
    out=[]
    for v,s in ((1000,"M"),(900,"CM"),(500,"D"),(400,"CD"),(100,"C"),(90,"XC"),(50,"L"),(40,"XL"),(10,"X"),(9,"IX"),(5,"V"),(4,"IV"),(1,"I")):
        q,n=divmod(n,v); out.append(s*q)
    return "".join(out)
print([roman(n) for n in (1994,2024,49,3999)])
g=collections.defaultdict(list)
for w in "listen silent enlist google elgoog abc cab".split(): g["".join(sorted(w))].append(w)
print([v for v in g.values() if len(v)>1])
print("".join(c*int(n or 1) for c,n in re.findall(r"(\D)(\d*)","a3bc2")), "".join(f"{k}{len(list(v))}" for k,v in itertools.groupby("aaabcc")), "racecar"==("racecar"[::-1]), [s for s in ("level","Madam","x y") if (t:=re.sub(r"\W","",s).lower())==t[::-1]])
people=[dict(name=n,age=a,city=c) for n,a,c in (("Ann",30,"Rome"),("Bob",25,"Oslo"),("Cy",30,"Oslo"),("Di",25,"Rome"))]
for p in sorted(people,key=lambda p:(-p["age"],p["name"])): print("{name:<5}{age:>4} {city}".format(**p))
by=collections.defaultdict(lambda: {"n":0,"ages":[]})
for p in people: by[p["city"]]["n"]+=1; by[p["city"]]["ages"].append(p["age"])
for c,s in sorted(by.items()): print(c, s["n"], sum(s["ages"])/len(s["ages"]))
m=[[1,2,3],[4,5,6],[7,8,9]]; print([r[::-1] for r in zip(*m)], [*map(sum,m)], [sum(m[i][i] for i in range(3))], list(itertools.chain(*m)), [[r[i] for r in m] for i in range(3)]); print("\n".join(" ".join(f"{x:3d}" for x in r) for r in m))
for r in range(5): print(" ".join(map(str,[reduce(lambda a,_:[1]+[x+y for x,y in zip(a,a[1:])]+[1] if len(a)>0 else a,range(r),[1])][0])).center(20))
for i in range(1,16): print("FizzBuzz" if i%15==0 else "Fizz" if i%3==0 else "Buzz" if i%5==0 else i,end=" " if i<15 else "\n")
print([n for n in range(2,50) if all(n%d for d in range(2,int(n**.5)+1))], [n for n in range(1,500) if sum(d for d in range(1,n) if n%d==0)==n], [n for n in range(100,1000) if n==sum(int(d)**3 for d in str(n))], sum(map(int,str(2**100))), bin(37)[2:].zfill(8), f"{37:08b}", int("100101",2), oct(64), hex(255), "%.3e"%123456, f"{0.1:.20f}", 1e3, 1.5e-7)
def binsearch(a,x):
    lo,hi=0,len(a)-1
    while lo<=hi:
        mid=(lo+hi)//2
        if a[mid]==x: return mid
        if a[mid]<x: lo=mid+1
        else: hi=mid-1
    return -1
print(binsearch([1,3,5,7],5),binsearch([1,3],2)); st=[]; 
for t in "push 1;push 2;pop;push 3".split(";"):
    match t.split():
        case ["push",x]: st.append(int(x))
        case ["pop"]: print("pop",st.pop())
print(st); a=[5,2,8,1]
for i in range(len(a)):
    for j in range(len(a)-1-i):
        if a[j]>a[j+1]: a[j],a[j+1]=a[j+1],a[j]
    print(i,a)
a=[1,2,3,4,5,6]; print(a[::2],a[::-1],a[-2:],a[:-2],a[1:4:2],a[5:1:-2],a[10:],a[-100:2]); a[1:3]=[9]; print(a); a[::2]=[0,0,0]; print(a); del a[::2]; print(a); a[1:1]=[7,7]; print(a); a*=2; print(a,a.index(7,2),a.count(7)); a.sort(key=lambda x:-x); print(a); b=a; b+=[1]; print(a is b); b=a[:]; print(b is a, b==a); a.clear(); print(a,b[0:0], list("abc").pop(0), [3,1].copy(), sorted("bca",reverse=True), [1,[2]][1][0])
s={1,2,3}; t={2,3,4}; print(s&t,s|t,s-t,s^t,s<=t,s<{1,2,3,4},s.isdisjoint({9}),{1}.issubset(s),s.issuperset({1})); s.update([9],{8}); s.discard(100); s-={9}; print(sorted(s), frozenset([1])|{2}, {frozenset([1]):1}, s.symmetric_difference_update({1}), s.copy()==s, len(s), set("hello")=={"h","e","l","o"})
d={"a":1}; d.update(b=2,c=3); d|={"d":4}; print(d, d|{"a":9}, d.setdefault("e",5), d.pop("a"), d.pop("zz",None), list(d), list(d.values()), d.items(), d.popitem(), "b" in d, d.get("q","dflt"), dict(sorted(d.items(),key=lambda x:-x[1])), {v:k for k,v in d.items()}, dict.fromkeys([1,2]), list(reversed(d)), d.keys()&{"b"}, d.items()>={("b",2)}, d=={"d":4,"c":3,"b":2}, len(d), min(d,key=d.get), dict([("x",1)],y=2), dict(zip("ab",[1,2])), d.copy() is d)
try:
    for k in d: d[k+"x"]=1
except RuntimeError as e: print(e)
try:
    for k in s: s.add(k+100)
except RuntimeError as e: print(e)
