package drift

import (
	"fmt"
	"slices"
	"sort"
	"sync"

	"github.com/tideline-ml/tideline/pkg/counts"
	"github.com/tideline-ml/tideline/pkg/drift/peer"
	"github.com/tideline-ml/tideline/pkg/model"
)

// Baseline is a reference made ready: counted in windows of the current window's length. It is immutable and safe for concurrent use; what depends
// on the reference alone is computed once, when it is first needed.
type Baseline struct {
	numeric bool
	keys    *keys    // union of the keys of all windows, shared by the baselines that leave one out
	windows []window // windows with rows, in order of time; shared
	kept    []int    // indices into windows that belong to this baseline
	place   []int    // position of windows[i] in the list given to NewBaseline
	parent  *Baseline

	sumsOnce sync.Once
	totals   sums

	pooledOnce sync.Once
	pooled     *counts.Counts

	numberOnce sync.Once
	number     *numericReference
	poolOnce   sync.Once
	pool       *numericPool

	categoryOnce sync.Once
	category     *categoricalReference

	noveltyOnce sync.Once
	novelty     *novelty

	seasonLock sync.Mutex
	seasons    map[int]*counts.Counts // the pooled windows of one season group
	peers      map[int]*peer.Reference

	sightOnce [viewKinds]sync.Once
	sights    [viewKinds]sight

	floatsOnce sync.Once
	floats     *Baseline // the same with floats for keys
	floatsErr  error

	ownLock sync.Mutex
	own     map[string]*ownValues
}

// window is one window of a reference.
type window struct {
	counts  *counts.Counts
	found   []int32 // where each of its keys is in the union of keys; nil where that is looked up (see placesIn)
	group   int
	rows    float64 // everything
	values  float64 // what has a value: finite or infinite numbers, names
	size    float64 // effective number of values: (Σw)²/Σw²
	missing float64 // share of null and NaN in rows
}

// NewBaseline makes a reference of windows of one column. kind is the model's kind of the feature: model.Numeric, or anything else for categories.
// Windows that are nil or empty are skipped, but keep their index for Without. groups[i] is the season group of window i (weekday, say); nil means
// one group. A reference of one window is allowed: it is then judged by sampling noise only.
//
// An error is returned when kinds of keys do not agree among the windows or with kind, when cells are of different grids, or when groups has another
// length than windows.
func NewBaseline(kind string, windows []*counts.Counts, groups []int) (*Baseline, error) {
	if groups != nil && len(groups) != len(windows) {
		return nil, fmt.Errorf("drift: %d windows but %d season groups", len(windows), len(groups))
	}
	b := &Baseline{numeric: kind == model.Numeric}
	for i, c := range windows {
		if c == nil || !(c.Rows > 0) {
			continue
		}
		w := window{counts: c, rows: c.Rows, missing: (c.Null + c.NaN) / c.Rows}
		if groups != nil {
			w.group = groups[i]
		}
		b.windows = append(b.windows, w)
		b.kept = append(b.kept, len(b.kept))
		b.place = append(b.place, i)
	}
	lists := make([]*counts.Counts, len(b.windows))
	for i := range b.windows {
		lists[i] = b.windows[i].counts
	}
	lists, err := ofOneKind(lists)
	if err != nil {
		return nil, err
	}
	if b.keys, err = newKeys(b.numeric, lists); err != nil {
		return nil, err
	}
	for i, c := range lists {
		b.windows[i].counts = c
	}
	for i := range b.windows {
		w := &b.windows[i]
		if b.keys.index == nil {
			w.found = b.keys.locate(w.counts)
		}
		w.values, w.size = b.keys.weigh(w.counts)
	}
	if b.numeric {
		b.keys.rescale(func() []float64 { return b.meanShares(b.kept) })
	}
	return b, nil
}

// Without is the reference without window i of the list given to NewBaseline: what a window that lies inside its own reference is compared with.
// It shares all that can be shared. Where window i was nil or empty, or is out of range, the answer is b itself.
func (b *Baseline) Without(i int) *Baseline {
	left := make([]int, 0, len(b.kept))
	for _, k := range b.kept {
		if b.place[k] != i {
			left = append(left, k)
		}
	}
	if len(left) == len(b.kept) {
		return b
	}
	parent := b
	if b.parent != nil {
		parent = b.parent
	}
	return &Baseline{numeric: b.numeric, keys: b.keys, windows: b.windows, kept: left, place: b.place, parent: parent}
}

// Pooled is the whole reference as one Counts.
func (b *Baseline) Pooled() *counts.Counts {
	b.pooledOnce.Do(func() { b.pooled = b.sumOf(func(*window) bool { return true }) })
	return b.pooled
}

// season is what a method compares a window of a season group with: the pooled windows of that group, nil where there is none; all windows where the
// reference has one group.
func (b *Baseline) season(group int) *counts.Counts {
	if !b.seasonal() {
		return b.Pooled()
	}
	b.seasonLock.Lock()
	defer b.seasonLock.Unlock()
	if c, ok := b.seasons[group]; ok {
		return c
	}
	if b.seasons == nil {
		b.seasons = map[int]*counts.Counts{}
	}
	b.seasons[group] = b.sumOf(func(w *window) bool { return w.group == group })
	return b.seasons[group]
}

// sumOf the kept windows that belong; nil where none does.
func (b *Baseline) sumOf(belongs func(w *window) bool) *counts.Counts {
	var lists []*counts.Counts
	var at [][]int32
	for _, k := range b.kept {
		if w := &b.windows[k]; belongs(w) {
			lists, at = append(lists, w.counts), append(at, b.placesIn(w, nil))
		}
	}
	if len(lists) == 0 && len(b.kept) > 0 {
		return nil
	}
	return b.keys.sum(lists, at)
}

// placesIn says where each key of a window is in the union of keys. On a grid they are written to at: a look into a table for each costs less than a place to
// keep them.
func (b *Baseline) placesIn(w *window, at []int32) []int32 {
	if w.found != nil {
		return w.found
	}
	return b.keys.locateIn(at[:0], w.counts)
}

// shares gives each window of a list with where its keys are in the union, and the share of each in its values (numeric: infinities included, see keys). Both
// are lent for the call: to divide anew costs less than to keep them, which is eight bytes a key.
func (b *Baseline) shares(list []int, use func(n int, w *window, at []int32, share []float64)) {
	var at []int32
	var share []float64
	for n, i := range list {
		w := &b.windows[i]
		at = b.placesIn(w, at)
		share = slices.Grow(share[:0], len(at))[:len(at)]
		b.keys.shares(share, w.counts, w.values)
		use(n, w, at, share)
	}
}

// Windows is the number of windows that have rows.
func (b *Baseline) Windows() int { return len(b.kept) }

// sums are what every verdict needs of the whole reference.
type sums struct {
	rows, missing, values float64

	// Of missing values in effective rows: the share of each window with its rows, and of all.
	shares, effective []float64
	before            shareOf
}

func (b *Baseline) sums() *sums {
	b.sumsOnce.Do(func() {
		s := &b.totals
		for _, k := range b.kept {
			w := &b.windows[k]
			s.rows += w.rows
			s.missing += w.missing * w.rows
			s.values += w.values
			effective := w.rows * effectiveRatio(w.counts)
			s.shares, s.effective = append(s.shares, w.missing), append(s.effective, effective)
			s.before.part += w.missing * effective
			s.before.whole += effective
		}
	})
	return &b.totals
}

// rows of the whole reference.
func (b *Baseline) rows() float64 { return b.sums().rows }

// thinShare: a window with less than this share of the median window's values is too small to say how windows differ. It stays in Pooled.
const thinShare = 0.1

// Windows that between-window variation can be read from, and the fewest of them that a law is built on.
const (
	minWindows  = 4 // fewer: "sampling only"
	goodWindows = 8 // fewer: only alpha is safe, power is low
)

// comparable lists the kept windows that are large enough to be compared, and the groups they fall in. Groups are dropped, all windows then being
// of one, when they would leave fewer than three degrees of freedom.
func (b *Baseline) comparable() (list []int, group func(i int) int) {
	values := make([]float64, 0, len(b.kept))
	for _, k := range b.kept {
		if b.windows[k].values > 0 {
			values = append(values, b.windows[k].values)
		}
	}
	if len(values) == 0 {
		return nil, oneGroup
	}
	sort.Float64s(values)
	least := thinShare * values[len(values)/2]
	seen := map[int]bool{}
	for _, k := range b.kept {
		if b.windows[k].values >= least && b.windows[k].values > 0 {
			list = append(list, k)
			seen[b.windows[k].group] = true
		}
	}
	if len(list)-len(seen) < 3 {
		return list, oneGroup
	}
	return list, func(i int) int { return b.windows[i].group }
}

func oneGroup(int) int { return 0 }

// placesOf windows in the list given to NewBaseline.
func (b *Baseline) placesOf(list []int) []int {
	places := make([]int, len(list))
	for n, i := range list {
		places[n] = b.place[i]
	}
	return places
}

// sizesOf windows in effective rows.
func (b *Baseline) sizesOf(list []int) []float64 {
	sizes := make([]float64, len(list))
	for n, i := range list {
		sizes[n] = b.windows[i].size
	}
	return sizes
}

// seasonal says whether windows are compared within season groups.
func (b *Baseline) seasonal() bool {
	list, group := b.comparable()
	for _, k := range list {
		if group(k) != group(list[0]) {
			return true
		}
	}
	return false
}

// ofOneKind brings windows to one kind of key: a store may see integers in one file and floats in another.
func ofOneKind(lists []*counts.Counts) ([]*counts.Counts, error) {
	same := true
	for _, c := range lists {
		same = same && c.Kind == lists[0].Kind
	}
	if same {
		return lists, nil
	}
	merged, err := counts.Merge(lists...)
	if err != nil {
		return nil, fmt.Errorf("drift: windows of the reference: %w", err)
	}
	unified := make([]*counts.Counts, len(lists))
	for i, c := range lists {
		if unified[i], _, err = counts.Unify(c, merged); err != nil {
			return nil, fmt.Errorf("drift: windows of the reference: %w", err)
		}
	}
	return unified, nil
}

// alike brings a reference and a window to one kind of key: integers meet floats, exact counts meet the reference's grid.
func (b *Baseline) alike(c *counts.Counts) (*Baseline, *counts.Counts, error) {
	if len(c.W) == 0 || b.keys.kind == c.Kind {
		return b, c, b.keys.fits(c)
	}
	if b.keys.kind == 0 {
		return b.withKeysLike(c)
	}
	if b.keys.kind == counts.Cell && b.keys.grid != nil {
		counted, err := b.keys.grid.Count(c)
		return b, counted, err
	}
	if b.keys.kind == counts.Word {
		counted, err := b.keys.words.Count(c)
		return b, counted, err
	}
	before, now, err := counts.Unify(b.Pooled(), c)
	if err != nil {
		return nil, nil, err
	}
	if before.Kind != b.keys.kind {
		if b, err = b.withFloats(c); err != nil {
			return nil, nil, err
		}
	}
	return b, now, b.keys.fits(now)
}

// withKeysLike is a reference that has rows but no value, with the kind of keys that a window has. Others may be judged by it at the same time.
func (b *Baseline) withKeysLike(c *counts.Counts) (*Baseline, *counts.Counts, error) {
	keys := *b.keys
	err := keys.admit(c)
	return &Baseline{numeric: b.numeric, keys: &keys, windows: b.windows, kept: b.kept, place: b.place}, c, err
}

// withFloats is a reference of integers with floats for keys, made for windows like c.
func (b *Baseline) withFloats(c *counts.Counts) (*Baseline, error) {
	root := b
	if b.parent != nil {
		root = b.parent
	}
	root.floatsOnce.Do(func() {
		twin := make([]*counts.Counts, 0, len(root.windows))
		groups := make([]int, 0, len(root.windows))
		for _, w := range root.windows {
			converted, _, err := counts.Unify(w.counts, c)
			if err != nil {
				root.floatsErr = err
				return
			}
			twin, groups = append(twin, converted), append(groups, w.group)
		}
		kind := model.Categorical
		if root.numeric {
			kind = model.Numeric
		}
		root.floats, root.floatsErr = NewBaseline(kind, twin, groups)
	})
	if root.floatsErr != nil {
		return nil, root.floatsErr
	}
	twin := root.floats
	for i := range root.windows {
		kept := false
		for _, k := range b.kept {
			kept = kept || k == i
		}
		if !kept {
			twin = twin.Without(i)
		}
	}
	return twin, nil
}
