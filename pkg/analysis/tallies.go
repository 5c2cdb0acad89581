package analysis

import (
	"context"
	"slices"
	"strings"

	"github.com/tideline-ml/tideline/pkg/model"
	"github.com/tideline-ml/tideline/pkg/store"
	"github.com/tideline-ml/tideline/pkg/window"
)

// tallied is what was counted of a part: of each window by position, and of each reference in the same way as the windows that are compared with it.
type tallied struct {
	windows    map[int]*tally
	references map[*reference]*tally
}

// tallies counts columns in the windows at the given positions and in their references; without windows, in the newest reference. What lies in the log
// and is counted in the same way is counted in one question.
func (r *run) tallies(ctx context.Context, p *plan, part *part, how *prepared, members []int, positions []int) (*tallied, error) {
	return decidedAnew(r, func() (*tallied, error) { return r.tallyAll(ctx, p, part, how, members, positions) })
}

func (r *run) tallyAll(ctx context.Context, p *plan, part *part, how *prepared, members []int, positions []int) (*tallied, error) {
	out := &tallied{windows: map[int]*tally{}, references: map[*reference]*tally{}}
	if len(positions) == 0 {
		return out, r.tallyReference(ctx, out, part, how, members)
	}
	bases := make([]*base, len(positions))
	for n, i := range positions {
		bases[n] = part.reference(i).base
	}
	groups, err := r.alike(ctx, how, members, bases)
	if err != nil {
		return nil, err
	}
	for _, group := range groups {
		together := make([]int, len(group))
		for k, n := range group {
			together[k] = positions[n]
		}
		if err := r.tallyAlike(ctx, out, p, part, how, members, together); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// tallyAlike counts windows whose columns are counted in the same way, and their references.
func (r *run) tallyAlike(ctx context.Context, out *tallied, p *plan, part *part, how *prepared, members, positions []int) error {
	keyings, err := r.keyings(ctx, how.columns, part.reference(positions[0]).base)
	if err != nil {
		return err
	}
	var here []window.Interval
	var references []*reference
	var elsewhere []*otherRows
	known := map[*reference]bool{}
	for _, i := range positions {
		here = append(here, p.windows[i].Steps...)
		ref := part.reference(i)
		if known[ref] {
			continue
		}
		known[ref], references = true, append(references, ref)
		if ref.within(part.log) {
			here = append(here, steps(ref.windows)...)
		} else {
			elsewhere = addOther(elsewhere, ref)
		}
	}
	for counted := false; !counted; {
		asked := slices.Clone(keyings)
		log, err := r.tally(ctx, part.log, countables(how, keyings, members, nil), how.groups, here)
		if err != nil {
			return err
		}
		for _, i := range positions {
			out.windows[i] = log
			out.references[part.reference(i)] = log
		}
		for _, other := range elsewhere {
			ref := other.references[0]
			t, err := r.tally(ctx, ref.relation, countables(how, keyings, members, ref), groupsIn(how, ref), other.steps)
			if err != nil {
				return err
			}
			for _, ref := range other.references {
				out.references[ref] = t
			}
		}
		counted = len(elsewhere) == 0 || slices.Equal(keyings, asked) // else other rows had too many values: all is counted as they are
	}
	for _, ref := range references {
		r.settle(keyings, members, ref.base)
	}
	return nil
}

// otherRows are rows beside those of the windows, in another source or by other filters, with the references that are made of them.
type otherRows struct {
	id         string
	references []*reference
	steps      []window.Interval
}

func addOther(all []*otherRows, ref *reference) []*otherRows {
	id := digest(ref.relation.id, ref.columns, ref.groups)
	at := slices.IndexFunc(all, func(o *otherRows) bool { return o.id == id })
	if at < 0 {
		at, all = len(all), append(all, &otherRows{id: id})
	}
	all[at].references = append(all[at].references, ref)
	all[at].steps = append(all[at].steps, steps(ref.windows)...)
	return all
}

// tallyReference counts the newest reference alone.
func (r *run) tallyReference(ctx context.Context, out *tallied, part *part, how *prepared, members []int) error {
	ref := part.newest()
	keyings, err := r.keyings(ctx, how.columns, ref.base)
	if err != nil {
		return err
	}
	out.references[ref], err = r.tally(ctx, ref.relation, countables(how, keyings, members, ref), groupsIn(how, ref), steps(ref.windows))
	return err
}

// basesInForce are, for each window, the base of the reference that holds for it by the model's settings: so windows are counted as verdicts count them.
func (r *run) basesInForce(ctx context.Context, how *prepared, windows []window.Window) ([]*base, error) {
	s, err := r.standing(r.versionsApart(how.described)[0])
	if err != nil {
		return nil, err
	}
	bases := make([]*base, len(windows))
	for i, w := range windows {
		if bases[i], err = r.base(ctx, s, s.at(w.From)); err != nil {
			return nil, err
		}
	}
	return bases, nil
}

// tallyInForce counts columns in windows, each window by its base.
func (r *run) tallyInForce(ctx context.Context, log *relation, how *prepared, members []int, windows []window.Window, bases []*base) ([]*tally, error) {
	return decidedAnew(r, func() ([]*tally, error) { return r.tallyAllInForce(ctx, log, how, members, windows, bases) })
}

func (r *run) tallyAllInForce(ctx context.Context, log *relation, how *prepared, members []int, windows []window.Window, bases []*base) ([]*tally, error) {
	groups, err := r.alike(ctx, how, members, bases)
	if err != nil {
		return nil, err
	}
	out := make([]*tally, len(windows))
	for _, group := range groups {
		keyings, err := r.keyings(ctx, how.columns, bases[group[0]])
		if err != nil {
			return nil, err
		}
		var here []window.Interval
		for _, i := range group {
			here = append(here, windows[i].Steps...)
		}
		t, err := r.tally(ctx, log, countables(how, keyings, members, nil), how.groups, here)
		if err != nil {
			return nil, err
		}
		for _, i := range group {
			out[i] = t
			r.settle(keyings, members, bases[i])
		}
	}
	return out, nil
}

// alike groups the positions of bases by which columns are counted in the same way.
func (r *run) alike(ctx context.Context, how *prepared, members []int, bases []*base) ([][]int, error) {
	var groups [][]int
	byBase, byWay := map[*base]int{}, map[string]int{}
	for n, b := range bases {
		at, ok := byBase[b]
		if !ok {
			keyings, err := r.keyings(ctx, how.columns, b)
			if err != nil {
				return nil, err
			}
			var way strings.Builder
			for _, i := range members {
				way.WriteString(keyings[i].way() + ", ")
			}
			if at, ok = byWay[way.String()]; !ok {
				at = len(groups)
				groups, byWay[way.String()] = append(groups, nil), at
			}
			byBase[b] = at
		}
		groups[at] = append(groups[at], n)
	}
	return groups, nil
}

// settle lets a base know what was found to be too much for exact counting where it was counted together with another.
func (r *run) settle(keyings []keying, members []int, b *base) {
	other := r.keyed[b.id]
	for _, m := range members {
		other[m] = keyings[m]
	}
}

// countables are columns as a reference names them; nil: as the log does.
func countables(how *prepared, keyings []keying, members []int, ref *reference) []countable {
	out := make([]countable, len(members))
	for k, i := range members {
		c := &how.columns[i]
		out[k] = countable{column: c.current, keying: &keyings[i], err: c.err}
		if c.kind != model.Numeric {
			out[k].log = &c.current
		}
		if ref != nil {
			out[k].column = c.in(ref.foreign, ref.columns)
		}
	}
	return out
}

// groupsIn is how a reference's rows are split.
func groupsIn(how *prepared, ref *reference) []store.Column {
	if ref.groups != nil {
		return ref.groups
	}
	return how.groups
}
