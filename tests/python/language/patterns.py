def m(v):
    match v:
        case 0|1: return 'small'
        case -1: return 'neg'
        case 2.5: return 'fl'
        case 'a'|'b' as s: return f's {s}'
        case b'x': return 'bytes'
        case None: return 'none'
        case True: return 'true'
        case []: return 'empty'
        case [x]: return f'one {x}'
        case [x,y] if x==y: return f'same {x}'
        case (x,y): return f'pair {x} {y}'
        case [1,*rest,9]: return f'rest {rest}'
        case [_,_,*_]: return 'long'
        case {'k':int(n), **r}: return f'map {n} {r}'
        case {'p':{'q':[a,*_]}}: return f'nested {a}'
        case {}: return 'mapping'
        case int(): return 'int'
        case float(f): return f'float {f}'
        case str(): return 'str'
        case set()|frozenset(): return 'set'
        case range(start=s,stop=e): return f'range {s} {e}'
        case complex(real=r): return f'c {r}'
        case _: return 'other'
for v in (0,1,-1,2.5,'a','q',b'x',None,True,[],[3],[4,4],(5,6),[1,2,3,9],[7,7,7],{'k':1,'z':2},{'k':'s'},{'p':{'q':[5,6]}},{},7,3.3,{1},range(2,5),1+2j,object,'ab',(1,),{'k':True},False): print(repr(v), m(v))
from dataclasses import dataclass
@dataclass
class Pt: x:int; y:int=0
class K:
    __match_args__=('a','b')
    def __init__(s,a,b): s.a=a; s.b=b
import enum
class Col(enum.Enum): R=1; G=2
def n(v):
    match v:
        case Pt(0,0): return 'origin'
        case Pt(x=0,y=yy): return f'yaxis {yy}'
        case Pt(xx, 0): return f'xaxis {xx}'
        case Pt() as p: return f'{p}'
        case K(1,b=bb): return f'K1 {bb}'
        case K(a,b): return (a,b)
        case Col.R: return 'red'
        case [Pt(x=a),K(b)]: return a,b
        case {'t':(1|2) as q}: return q
        case [[a,b],[c,*d]]: return a,b,c,d
        case str(x)|[str(x),*_]: return x
        case (int()|float()) as num, 'unit': return num
for v in (Pt(0,0),Pt(0,3),Pt(4,0),Pt(1,2),K(1,2),K(3,4),Col.R,Col.G,[Pt(1,1),K(7,8)],{'t':2},[[1,2],[3,4,5]],'zz',['s',1],(2.5,'unit')): print(n(v))
try:
    match Pt(1,2):
        case Pt(a,b,c): pass
except TypeError as e: print(e)
try:
    match 5:
        case int(a,b): pass
except TypeError as e: print(e)
class NoArgs: pass
try:
    match NoArgs():
        case NoArgs(a): pass
except TypeError as e: print(e)
match, case, _ = 1, 2, 3
print(match+case, _)
match(5)if False else 1
class Seq(list): pass
match Seq([1,2]):
    case [a,b]: print('seq',a,b)
from collections import OrderedDict, deque, defaultdict
match defaultdict(int,a=1):
    case {'b':x}: print('b')
    case {'a':x}: print('a',x)
match deque([1,2,3]):
    case [a,*b]: print(a,b)
match 'str':
    case [*_]: print('no')
    case _: print('str not seq')
match (1,2,3):
    case first, *_ if (s:=first*10): print(s)
x=5
match x:
    case 1: print(1)
print('done')
