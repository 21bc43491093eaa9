//! From an arrangement to lanes.

use std::ops::Range;
use std::rc::Rc;

use super::arrangement::{Arrangement, Node, What};
use super::density::Sums;
use super::names::Names;
use super::seek::Sought;
use crate::base::{Id, Problem};
use crate::timeline::stage::{Filter, Lane, LaneKind, Section, Stage};
use crate::trace::{RowId, Trace, TrackId};

/// Something that has lanes and is shown.
#[derive(Clone, PartialEq, Debug)]
pub struct Item {
    /// What it is.
    pub node: Node,
    /// Its own lanes.
    pub lanes: Range<usize>,
    /// How many items it is below, from 1, as assistive technology counts.
    pub level: u16,
    /// Its place among those of the same parent, from 1, and how many there are.
    pub place: (u32, u32),
    /// Whether it is open, if it can be folded.
    pub open: Option<bool>,
    /// Whether this is the one of its lanes that stays in sight.
    pub pinned: bool,
    /// The item that it is below.
    pub parent: Option<usize>,
    /// The track that it belongs to.
    pub under: Option<TrackId>,
    /// How many tracks and counters are below it, shown or not.
    pub below: u32,
}

/// What is shown of the tree of lanes, in the order of the lanes.
#[derive(Clone, Debug, Default)]
pub struct Tree {
    pub(super) items: Vec<Item>,
    /// The item of each lane; none for a section's title.
    of_lane: Vec<Option<u32>>,
    hidden: Vec<(Node, String)>,
    /// How many tracks and counters there are, and how many a search found.
    pub(super) count: (usize, usize),
    /// How deep headings lie in one another.
    pub(super) deepest: u16,
    problem: Option<Problem>,
    pub(super) sums: Rc<Sums>,
}

impl Tree {
    /// What is shown, from top to bottom.
    pub fn items(&self) -> &[Item] {
        &self.items
    }

    /// The place of a lane's item.
    pub fn item_of_lane(&self, lane: usize) -> Option<usize> {
        self.of_lane
            .get(lane)
            .copied()
            .flatten()
            .map(|i| i as usize)
    }

    /// The item that shows a node where it belongs, if it is shown.
    pub fn item_of(&self, node: Node) -> Option<usize> {
        let own = |item: &Item| item.node == node && !item.pinned;
        self.items.iter().position(own)
    }

    /// What was hidden by hand, with its name.
    pub fn hidden(&self) -> &[(Node, String)] {
        &self.hidden
    }

    /// How many tracks and counters there are.
    pub fn all(&self) -> usize {
        self.count.0
    }

    /// How many of them a search leaves.
    pub fn found(&self) -> usize {
        self.count.1
    }

    /// How many depths there are to fold.
    pub fn depths(&self) -> u16 {
        self.deepest
    }

    /// What is wrong with what is sought, if it cannot be sought.
    pub fn problem(&self) -> Option<&Problem> {
        self.problem.as_ref()
    }
}

/// Arranges the lanes of a plain stage. What was summed up of its tracks is
/// kept in `sums`, which belongs to this stage.
pub fn arrange(stage: &Stage, how: &Arrangement, sums: &Rc<Sums>) -> (Stage, Rc<Tree>) {
    let (sought, problem) = match how.seek.ready() {
        Ok(sought) => (Some(sought).filter(|_| !how.seek.is_nothing()), None),
        Err(problem) => (None, Some(problem)),
    };
    let mut build = Build {
        stage,
        how,
        tree: Tree {
            problem,
            sums: sums.clone(),
            ..Tree::default()
        },
        lanes: Vec::new(),
        lane_of: Vec::new(),
        names: sums.names(stage),
    };
    let forests: Vec<Forest> = (0..stage.sections().len())
        .map(|section| Forest::new(stage, section, how, sought.as_ref()))
        .collect();
    build.pinned();
    let pinned = build.lanes.len();
    for (section, forest) in forests.iter().enumerate() {
        build.section(section, forest);
    }
    build.number();
    let Build {
        mut tree,
        lanes,
        lane_of,
        ..
    } = build;
    tree.of_lane = vec![None; lanes.len()];
    for (place, item) in tree.items.iter().enumerate() {
        tree.of_lane[item.lanes.clone()].fill(Some(place as u32));
    }
    let tree = Rc::new(tree);
    (stage.with_lanes(lanes, pinned, lane_of, tree.clone()), tree)
}

/// The nodes of a section, before any of them is a lane.
struct Forest {
    roots: Vec<u32>,
    children: Vec<Vec<u32>>,
    /// Whether a node has lanes of its own.
    own: Vec<bool>,
    /// How many with lanes of their own it and all below it are.
    any: Vec<u32>,
    /// Whether it or anything below is to be shown.
    shown: Vec<bool>,
    /// How many were found, of those that have lanes.
    found: usize,
    /// Whether all are roots, whatever they belong to.
    flat: bool,
}

impl Forest {
    fn new(stage: &Stage, section: usize, how: &Arrangement, sought: Option<&Sought>) -> Forest {
        let at = &stage.sections()[section];
        let trace = &*at.trace;
        let tracks = trace.tracks().len();
        let counters = match at.filter {
            Filter::All => trace.counters().len(),
            _ => 0,
        };
        let mut forest = Forest {
            roots: Vec::new(),
            children: vec![Vec::new(); tracks],
            own: vec![false; tracks + counters],
            any: vec![0; tracks + counters],
            shown: vec![true; tracks + counters],
            found: 0,
            flat: false,
        };
        forest.own[tracks..].fill(true);
        for track in trace.tracks().ids() {
            forest.own[track.index()] = stage.lane_of(section, track).is_some();
        }
        for (any, own) in forest.any.iter_mut().zip(&forest.own) {
            *any = u32::from(*own);
        }
        if let Filter::Only(only) = &at.filter {
            forest.flat = true;
            forest.roots = only.iter().map(|track| track.0).collect();
        } else {
            forest.grow(trace, counters);
        }
        forest.reorder(section, trace, how);
        forest.seek(stage, section, sought);
        forest.hide(section, how);
        forest
    }

    /// Counters stand above the tracks below the same track.
    fn grow(&mut self, trace: &Trace, counters: usize) {
        let tracks = trace.tracks().len();
        for counter in trace.counters().iter().take(counters).enumerate() {
            let (number, counter) = counter;
            self.children[counter.track.index()].push((tracks + number) as u32);
        }
        for (id, track) in trace.tracks().iter_ids() {
            match track.parent {
                Some(parent) => self.children[parent.index()].push(id.0),
                None => self.roots.push(id.0),
            }
        }
        // A parent comes before its children, so this sees children first.
        for node in (0..tracks).rev() {
            let below: u32 = self.children[node]
                .iter()
                .map(|child| self.any[*child as usize])
                .sum();
            self.any[node] += below;
        }
    }

    fn reorder(&mut self, section: usize, trace: &Trace, how: &Arrangement) {
        for step in &how.moves {
            if usize::from(step.node.section) != section {
                continue;
            }
            let list = match self.under(step.node, trace) {
                Some(parent) => &mut self.children[parent.index()],
                None => &mut self.roots,
            };
            let Some(from) = list.iter().position(|n| *n == step.node.index) else {
                continue;
            };
            let before = step.before.filter(|b| b.section == step.node.section);
            let moved = list.remove(from);
            let to = before.and_then(|b| list.iter().position(|n| *n == b.index));
            list.insert(to.unwrap_or(list.len()), moved);
        }
    }

    fn seek(&mut self, stage: &Stage, section: usize, sought: Option<&Sought>) {
        let lanes = self.own.iter().filter(|own| **own).count();
        let Some(sought) = sought else {
            self.found = lanes;
            return;
        };
        let trace = &*stage.sections()[section].trace;
        let tracks = trace.tracks().len();
        // What is below a group that is called so was meant too.
        let mut meant = vec![false; self.own.len()];
        for node in 0..self.own.len() {
            let parent = self.parent(node, trace);
            let above = parent.is_some_and(|parent| meant[parent]);
            let (called, found) = if node < tracks {
                let track = TrackId::from_index(node);
                let name = stage.word(trace.track_name(track));
                let found = self.own[node] && sought.track(trace, track, &name);
                (sought.only_names() && sought.names(&name), found)
            } else {
                let counter = trace.counters().iter().nth(node - tracks);
                let name = counter.map_or("", |counter| trace.name(counter.name));
                (false, sought.counter(&stage.word(name)))
            };
            meant[node] = called || (above && sought.only_names());
            self.shown[node] = found || meant[node];
            self.found += usize::from(self.own[node] && self.shown[node]);
        }
        for node in (0..tracks).rev() {
            self.shown[node] |= self.children[node]
                .iter()
                .any(|child| self.shown[*child as usize]);
        }
    }

    /// The track below which a node stands.
    fn under(&self, node: Node, trace: &Trace) -> Option<TrackId> {
        under(node, trace).filter(|_| !self.flat)
    }

    fn parent(&self, node: usize, trace: &Trace) -> Option<usize> {
        let tracks = trace.tracks().len();
        let track = if node < tracks {
            trace.track(TrackId::from_index(node)).parent
        } else {
            trace.counters().iter().nth(node - tracks).map(|c| c.track)
        };
        track.map(Id::index)
    }

    fn hide(&mut self, section: usize, how: &Arrangement) {
        for node in &how.hidden {
            if usize::from(node.section) == section
                && let Some(shown) = self.shown.get_mut(node.index as usize)
            {
                *shown = false;
            }
        }
    }

    fn is_shown(&self, node: u32) -> bool {
        let node = node as usize;
        self.shown[node] && self.any[node] > 0
    }
}

/// The track that a node belongs to.
fn under(node: Node, trace: &Trace) -> Option<TrackId> {
    match node.what(trace)? {
        What::Track(track) => trace.track(track).parent,
        What::Counter(counter) => Some(trace.counters()[counter].track),
    }
}

struct Build<'a> {
    stage: &'a Stage,
    how: &'a Arrangement,
    tree: Tree,
    lanes: Vec<Lane>,
    lane_of: Vec<Vec<Option<u32>>>,
    names: Rc<Names>,
}

/// A node that is still to be added.
#[derive(Clone, Copy)]
struct Pending {
    node: u32,
    depth: u16,
    parent: Option<usize>,
    siblings: usize,
}

impl Build<'_> {
    /// Copies of what stays in sight, each in one lane or its rows.
    fn pinned(&mut self) {
        let how = self.how;
        for &node in &how.pinned {
            let Some(section) = self.stage.sections().get(usize::from(node.section)) else {
                continue;
            };
            let from = self.lanes.len();
            match node.what(&section.trace) {
                Some(What::Track(track)) => {
                    if self
                        .stage
                        .lane_of(usize::from(node.section), track)
                        .is_some()
                    {
                        self.rows(node, track, 0, None);
                    } else {
                        self.lane(node, LaneKind::Folded(track), 0, None);
                    }
                }
                Some(What::Counter(counter)) if section.filter == Filter::All => {
                    let track = section.trace.counters()[counter].track;
                    self.lane(node, LaneKind::Counter(track, counter), 0, None);
                }
                _ => continue,
            }
            let under = under(node, &section.trace);
            self.tree.items.push(Item {
                node,
                lanes: from..self.lanes.len(),
                level: 1,
                place: (0, 0),
                open: None,
                pinned: true,
                parent: None,
                under,
                below: 0,
            });
        }
    }

    fn section(&mut self, index: usize, forest: &Forest) {
        let section = &self.stage.sections()[index];
        let trace = &*section.trace;
        self.lane_of.push(vec![None; trace.tracks().len()]);
        self.tree.count.0 += forest.own.iter().filter(|own| **own).count();
        self.tree.count.1 += forest.found;
        if !section.title.is_empty() {
            self.title(index, section);
        }
        self.list_hidden(index, forest, trace);
        let mut stack = Vec::new();
        push(&forest.roots, forest, (0, None), &mut stack);
        while let Some(next) = stack.pop() {
            let (depth, parent, open) = self.add(index, forest, next);
            if open && let Some(children) = forest.children.get(next.node as usize) {
                push(children, forest, (depth, parent), &mut stack);
            }
        }
    }

    fn title(&mut self, index: usize, section: &Section) {
        self.lanes.push(Lane {
            section: index,
            kind: LaneKind::Title,
            depth: 0,
            label: section.title.clone(),
            stacked: false,
            open: None,
            beat: None,
        });
    }

    fn list_hidden(&mut self, index: usize, forest: &Forest, trace: &Trace) {
        for &node in &self.how.hidden {
            let known = usize::from(node.section) == index
                && forest
                    .any
                    .get(node.index as usize)
                    .is_some_and(|any| *any > 0);
            if known {
                self.tree.hidden.push((node, self.name(node, trace)));
            }
        }
    }

    fn name(&self, node: Node, trace: &Trace) -> String {
        self.names.name(self.stage, node, trace)
    }

    /// Adds one node. Gives at which depth and below which item its children
    /// go, and whether they do.
    fn add(
        &mut self,
        section: usize,
        forest: &Forest,
        next: Pending,
    ) -> (u16, Option<usize>, bool) {
        let trace = &*self.stage.sections()[section].trace;
        let node = Node {
            section: section as u16,
            index: next.node,
        };
        let Some(what) = node.what(trace) else {
            return (next.depth, next.parent, false);
        };
        let from = self.lanes.len();
        let own = forest.own[next.node as usize];
        let open = match what {
            What::Counter(counter) => {
                let track = trace.counters()[counter].track;
                self.lane(node, LaneKind::Counter(track, counter), next.depth, None);
                None
            }
            What::Track(_) if !own && next.siblings < 2 => {
                return (next.depth, next.parent, true);
            }
            What::Track(track) => {
                let foldable = self.is_foldable(track, forest, trace, own);
                let open = foldable.then(|| self.how.is_open(node, next.depth));
                self.track(node, track, own, next.depth, open);
                if open == Some(false) {
                    self.fold_into(section, forest, next.node, from as u32);
                }
                open
            }
        };
        if open.is_some() {
            self.tree.deepest = self.tree.deepest.max(next.depth + 1);
        }
        let level = next.parent.map_or(1, |p| self.tree.items[p].level + 1);
        self.tree.items.push(Item {
            node,
            lanes: from..self.lanes.len(),
            level,
            place: (0, 0),
            open,
            pinned: false,
            parent: next.parent,
            under: forest.under(node, trace),
            below: forest.any[next.node as usize] - u32::from(own),
        });
        let place = self.tree.items.len() - 1;
        (next.depth + 1, Some(place), open != Some(false))
    }

    fn is_foldable(&self, track: TrackId, forest: &Forest, trace: &Trace, own: bool) -> bool {
        let children = &forest.children[track.index()];
        children.iter().any(|child| forest.is_shown(*child))
            || (own && trace.track(track).rows().len() > 1)
    }

    /// The lanes of a track itself.
    fn track(&mut self, node: Node, track: TrackId, own: bool, depth: u16, open: Option<bool>) {
        let section = usize::from(node.section);
        let trace = &*self.stage.sections()[section].trace;
        let first = self.lanes.len() as u32;
        if open == Some(false) {
            // The outermost calls say the most, where all others lie in them.
            let one = trace.track(track).rows().len() == 1 || self.tree.sums.is_nested(node, trace);
            match trace.track(track).rows().next() {
                // A row with nothing on it but moments would hide what is below.
                Some(row) if own && one && !trace.rows()[row].is_empty() => {
                    self.lane(node, LaneKind::Row(track, row), depth, open)
                }
                _ => self.lane(node, LaneKind::Folded(track), depth, open),
            }
        } else if own {
            self.rows(node, track, depth, open);
        } else {
            self.lane(node, LaneKind::Heading(track), depth, open);
            return;
        }
        self.lane_of[section][track.index()] = Some(first);
    }

    /// Arrows to what is folded go to the lane that it is folded into.
    fn fold_into(&mut self, section: usize, forest: &Forest, node: u32, lane: u32) {
        let mut stack = vec![node];
        while let Some(node) = stack.pop() {
            let Some(children) = forest.children.get(node as usize) else {
                continue;
            };
            let place = &mut self.lane_of[section][node as usize];
            *place = Some(place.unwrap_or(lane));
            stack.extend(children.iter().filter(|child| forest.is_shown(**child)));
        }
    }

    fn rows(&mut self, node: Node, track: TrackId, depth: u16, open: Option<bool>) {
        let section = usize::from(node.section);
        let trace = &*self.stage.sections()[section].trace;
        let rows: Vec<RowId> = trace.track(track).rows().collect();
        for (n, row) in rows.iter().enumerate() {
            let open = open.filter(|_| n == 0);
            self.lane(node, LaneKind::Row(track, *row), depth, open);
            if let Some(lane) = self.lanes.last_mut() {
                lane.stacked = rows.len() > 1;
                if n > 0 {
                    lane.label.clear();
                    lane.beat = None;
                }
            }
        }
    }

    fn lane(&mut self, node: Node, kind: LaneKind, depth: u16, open: Option<bool>) {
        let section = usize::from(node.section);
        let trace = &*self.stage.sections()[section].trace;
        let plain = match kind {
            LaneKind::Row(track, _) => self.stage.lane_of(section, track),
            _ => None,
        };
        let beat = plain.and_then(|lane| self.stage.lanes()[lane].beat.clone());
        self.lanes.push(Lane {
            section,
            kind,
            depth,
            label: self.name(node, trace),
            stacked: false,
            open,
            beat,
        });
    }

    /// Numbers items among those of the same parent.
    fn number(&mut self) {
        let items = &mut self.tree.items;
        // One place for each item, one for the topmost, one for the pinned.
        let mut counts = vec![0_u32; items.len() + 2];
        let topmost = items.len();
        let family = |item: &Item| match (item.pinned, item.parent) {
            (true, _) => topmost + 1,
            (false, parent) => parent.unwrap_or(topmost),
        };
        for item in items.iter_mut() {
            counts[family(item)] += 1;
            item.place.0 = counts[family(item)];
        }
        for item in items.iter_mut() {
            item.place.1 = counts[family(item)];
        }
    }
}

/// Puts off the nodes that are shown, the first to be taken first.
fn push(
    nodes: &[u32],
    forest: &Forest,
    (depth, parent): (u16, Option<usize>),
    stack: &mut Vec<Pending>,
) {
    let siblings = nodes
        .iter()
        .filter(|n| forest.any[**n as usize] > 0)
        .count();
    let shown = nodes.iter().rev().filter(|node| forest.is_shown(**node));
    stack.extend(shown.map(|&node| Pending {
        node,
        depth,
        parent,
        siblings,
    }));
}
