package analysis

import (
	"sync"

	"github.com/tideline-ml/tideline/pkg/counts"
	"github.com/tideline-ml/tideline/pkg/drift"
)

// baselines are the references of columns and segments, each made once however many windows are compared with it.
type baselines struct {
	skipped skipped

	mu   sync.Mutex
	made map[baselineKey]*lazyBaseline
}

type baselineKey struct {
	member    int
	reference *reference
	segment   string
}

// lazyBaseline is a reference of one column and segment. Its windows are put together and it is made ready when it is first needed.
type lazyBaseline struct {
	key     baselineKey
	once    sync.Once
	windows []*counts.Counts // nil where one has no rows or is left out
	left    leftOut          // of a reference that skips drifted windows
	err     error

	mu      sync.Mutex
	byPlace map[int]*drift.Baseline
}

func (b *baselines) get(key baselineKey) *lazyBaseline {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.made[key] == nil {
		b.made[key] = &lazyBaseline{key: key, byPlace: map[int]*drift.Baseline{}}
	}
	return b.made[key]
}

// load finds the windows, once.
func (l *lazyBaseline) load(find func(baselineKey) ([]*counts.Counts, leftOut, error)) (*lazyBaseline, error) {
	l.once.Do(func() {
		if l.windows, l.left, l.err = find(l.key); l.err != nil || l.left.kept == nil {
			return
		}
		for k, kept := range l.left.kept {
			if !kept {
				l.windows[k] = nil
			}
		}
	})
	return l, l.err
}

func (l *lazyBaseline) empty(k int) bool { return l.windows[k] == nil || l.windows[k].Rows == 0 }

// everyPlace stands for a baseline of all windows, in season groups where there are any.
const everyPlace = -1

// baseline is what a window is judged by. Where its season groups are too few windows to tell how much windows vary within a group, or where nobody asks for
// that, only the windows of its own group are in it: a mean over all of them would be of other seasons.
func (l *lazyBaseline) baseline(kind string, o drift.Options) (*drift.Baseline, error) {
	places, place := l.key.reference.places, everyPlace
	if places != nil && (o.Noise == "sampling" || l.degrees() < fewestDegrees) {
		place = o.Group
	}
	return l.at(kind, place)
}

// ofPlace is what a window is compared with as one: the windows of its own season group, or of the baseline where there are no groups.
func (l *lazyBaseline) ofPlace(kind string, place int, whole *drift.Baseline) (*counts.Counts, error) {
	if l.key.reference.places == nil {
		return whole.Pooled(), nil
	}
	own, err := l.at(kind, place)
	if err != nil {
		return nil, err
	}
	return own.Pooled(), nil
}

// at is the baseline of the windows of one season group, or of all of them in their groups.
func (l *lazyBaseline) at(kind string, place int) (*drift.Baseline, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if made := l.byPlace[place]; made != nil {
		return made, nil
	}
	windows, places := l.windows, l.key.reference.places
	if place != everyPlace {
		windows, places = make([]*counts.Counts, len(l.windows)), nil
		for k, p := range l.key.reference.places {
			if p == place {
				windows[k] = l.windows[k]
			}
		}
	}
	made, err := drift.NewBaseline(kind, windows, places)
	if err != nil {
		return nil, err
	}
	l.byPlace[place] = made
	return made, nil
}

// fewestDegrees is how many degrees of freedom windows must have within their season groups.
const fewestDegrees = 3

// degrees of freedom of the windows within their season groups.
func (l *lazyBaseline) degrees() int {
	n, groups := 0, map[int]bool{}
	for k := range l.windows {
		if !l.empty(k) {
			n++
			groups[l.key.reference.places[k]] = true
		}
	}
	return n - len(groups)
}
