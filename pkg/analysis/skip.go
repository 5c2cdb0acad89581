package analysis

import (
	"context"
	"fmt"
	"slices"

	"github.com/tideline-ml/tideline/pkg/drift"
	"github.com/tideline-ml/tideline/pkg/model"
	"github.com/tideline-ml/tideline/pkg/window"
)

// A reference that moves with the window takes in what has drifted, and then calls it normal. With skipDrifted, windows are left out in which the feature
// had drifted when judged by the same rule without skipping: one level deep, so that a verdict depends on a bounded stretch of the past and on nothing that
// a panel shows.

// lookBack is how many times as many windows are looked at to find enough that had not drifted.
const lookBack = 3

// skipping is the rule of a reference that skips drifted windows.
type skipping struct {
	how   model.Reference // without skipping
	rule  int
	entry int
}

func (c *chooser) skip(how model.Reference, rule, entry int) *skipping {
	if c.skips == nil {
		c.skips = map[int]*skipping{}
	}
	if c.skips[rule] == nil {
		how.SkipDrifted = false
		c.skips[rule] = &skipping{how, rule, entry}
	}
	return c.skips[rule]
}

// skipped is what the windows of references that skip were themselves called.
type skipped map[*skipping]map[window.Interval]*judged

// judgeSkipped judges the windows of the references of windows at some positions, each by the same rule without skipping.
func (r *run) judgeSkipped(ctx context.Context, p *plan, part *part, how *prepared, members, positions []int) (skipped, error) {
	rules, seen := map[*skipping]map[window.Interval]bool{}, map[*reference]bool{}
	plans := map[*skipping]*plan{}
	var order []*skipping
	for _, i := range positions {
		ref := part.reference(i)
		if ref.skip == nil || seen[ref] {
			continue
		}
		seen[ref] = true
		if plans[ref.skip] == nil {
			plans[ref.skip] = &plan{spec: p.spec, group: -1}
			rules[ref.skip], order = map[window.Interval]bool{}, append(order, ref.skip)
		}
		for _, w := range ref.windows {
			if !rules[ref.skip][w.Interval] {
				rules[ref.skip][w.Interval] = true
				plans[ref.skip].windows = append(plans[ref.skip].windows, w)
			}
		}
	}
	out := skipped{}
	for _, rule := range order {
		before, err := r.partBy(ctx, plans[rule], part, rule)
		if err != nil {
			return nil, err
		}
		list, err := r.judgeFamily(ctx, plans[rule], before, how, members)
		if err != nil {
			return nil, err
		}
		out[rule] = make(map[window.Interval]*judged, len(list))
		for i, w := range plans[rule].windows {
			out[rule][w.Interval] = list[i]
		}
	}
	return out, nil
}

// partBy finds what windows of the same rows are compared with by a rule.
func (r *run) partBy(ctx context.Context, p *plan, rows *part, rule *skipping) (*part, error) {
	out := &part{version: rows.version, log: rows.log, rows: rows.rows, standing: rows.standing, of: make([]int, len(p.windows)), places: make([]int, len(p.windows))}
	c := chooser{r: r, plan: p, part: out, rows: out.rows, standing: out.standing, made: map[int]int{}}
	var err error
	for i, w := range p.windows {
		if out.of[i], out.places[i], err = c.move(ctx, w, rule.how, rule.rule, rule.entry); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// drifted tells of each window of a reference whether a member of the family had drifted in it.
func (s skipped) drifted(ref *reference, segment string, member int) []bool {
	out := make([]bool, len(ref.windows))
	for k, w := range ref.windows {
		if j := s[ref.skip][w.Interval]; j != nil && j.segments[segment] != nil {
			out[k] = j.segments[segment].verdicts[member].Outcome == drift.Drifted
		}
	}
	return out
}

// leftOut is which windows of a reference a feature is compared with, and, by season group, how many, and how many drifted ones were skipped.
type leftOut struct {
	kept    []bool
	in, out map[int]int
}

// leaveOut keeps the newest windows that had not drifted, as many in each season group as the rule asks for.
func (ref *reference) leaveOut(drifted []bool) leftOut {
	left := leftOut{make([]bool, len(ref.windows)), map[int]int{}, map[int]int{}}
	for k, bad := range slices.Backward(drifted) {
		place := 0
		if ref.places != nil {
			place = ref.places[k]
		}
		switch {
		case left.in[place] == ref.skip.how.Count():
		case bad:
			left.out[place]++
		default:
			left.kept[k] = true
			left.in[place]++
		}
	}
	return left
}

func (l leftOut) note(place int) string {
	switch n := l.out[place]; {
	case n == 0:
		return ""
	case l.in[place] == 0:
		return fmt.Sprintf("all %s before it had drifted themselves and are skipped", Counted(float64(n), "window", "windows"))
	default:
		return fmt.Sprintf("%s of the reference had drifted and %s skipped", Counted(float64(n), "window", "windows"), map[bool]string{true: "is", false: "are"}[n == 1])
	}
}
