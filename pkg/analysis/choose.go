package analysis

import (
	"context"
	"fmt"

	"github.com/tideline-ml/tideline/pkg/model"
	"github.com/tideline-ml/tideline/pkg/window"
)

// chooser finds what the windows of a part are compared with. A reference that does not move with the window is made once.
type chooser struct {
	r        *run
	plan     *plan
	part     *part
	rows     rowsOf
	standing standing
	made     map[int]int // by entry of the model's list: position in the part's references
}

// choose is the position, among the part's references, of what a window is compared with.
func (c *chooser) choose(ctx context.Context, w window.Window) (int, error) {
	entry := c.standing.at(w.From)
	mode, windows := c.r.query.Reference.Mode, c.r.query.Reference.Windows
	rule := 0 // by which the window is compared: the query's, or an entry of the model's list
	if mode == "model" {
		if rule = entry; entry >= 0 {
			if e := c.r.model.Reference[entry]; e.Mode != "" && e.Source == nil {
				mode, windows = e.Mode, e.Windows
			}
		}
	}
	switch mode {
	case "model":
		return c.once(rule, func() (*reference, error) { return c.standingStill(ctx, entry) })
	case "range":
		return c.once(rule, func() (*reference, error) { return c.asked(ctx) })
	case "previous", "trailing":
		if mode == "previous" {
			windows = 1
		} else if windows == 0 {
			windows = model.TrailingWindows
		}
		if err := affordable(c.plan.windows, windows); err != nil {
			return 0, err
		}
		ref, err := c.r.moving(c.part.log, c.plan.spec, w, windows)
		if err != nil {
			return 0, err
		}
		ref.era, ref.words = rule, model.Reference{Mode: mode, Windows: windows}.InWords(c.r.home)
		if ref.base, err = c.r.base(ctx, c.standing, entry); err != nil {
			return 0, err
		}
		return c.add(ref), nil
	}
	return 0, fmt.Errorf("model %q: a reference of mode %q is not available yet; choose previous or trailing, or give from and to", c.r.model.Name, mode)
}

func (c *chooser) once(rule int, make func() (*reference, error)) (int, error) {
	if at, ok := c.made[rule]; ok {
		return at, nil
	}
	ref, err := make()
	if err != nil {
		return 0, err
	}
	ref.era = rule
	c.r.remarkOnThinning(ref, c.plan.spec)
	c.made[rule] = c.add(ref)
	return c.made[rule], nil
}

func (c *chooser) add(ref *reference) int {
	c.part.references = append(c.part.references, ref)
	return len(c.part.references) - 1
}

// asked is the reference that the query gives as a range.
func (c *chooser) asked(ctx context.Context) (*reference, error) {
	period, err := c.r.between("reference", c.r.query.Reference.From, c.r.query.Reference.To, c.r.zone)
	if err != nil {
		return nil, err
	}
	ref, err := c.r.stretch(c.part.log, c.plan.spec, c.r.request.Range, c.r.zone, period)
	if err != nil {
		return nil, err
	}
	ref.base, err = c.r.rangeBase(ctx, c.standing, period)
	return ref, err
}

// standingStill is a reference of the model's settings.
func (c *chooser) standingStill(ctx context.Context, entry int) (*reference, error) {
	b, err := c.r.base(ctx, c.standing, entry)
	if err != nil {
		return nil, err
	}
	if entry == notYet {
		ref := &reference{relation: c.part.log, base: b, why: fmt.Sprintf("the model's first reference holds for windows that begin on %s or later; a reference without "+
			"since would hold before", model.MomentInWords(c.standing.dated[0].Since, c.r.home))}
		return ref.identify(), nil
	}
	ref, err := c.r.entryReference(ctx, entry, c.plan.spec, c.r.request.Range, c.r.zone, c.rows)
	if err != nil {
		return nil, err
	}
	if n := len(ref.windows); entry == beginning && n > 0 {
		c.r.remarkOnBeginning(window.Interval{From: ref.windows[0].From, To: ref.windows[n-1].To}, c.rows.version)
	}
	ref.base = b
	return ref, nil
}
