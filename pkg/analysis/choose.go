package analysis

import (
	"context"
	"fmt"

	"github.com/tideline-ml/tideline/pkg/model"
	"github.com/tideline-ml/tideline/pkg/query"
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
	seasons  map[int]*seasons
	skips    map[int]*skipping
	rest     *relation // the rows that a query's reference by filters is made of
}

// choose is the position, among the part's references, of what a window is compared with, and the window's season group there.
func (c *chooser) choose(ctx context.Context, w window.Window) (at, place int, err error) {
	entry := c.standing.at(w.From)
	asked := c.r.query.Reference
	how := model.Reference{Mode: asked.Mode, Windows: asked.Windows, Period: asked.Period, SkipDrifted: asked.SkipDrifted}
	rule := 0 // by which the window is compared: the query's, or an entry of the model's list
	if how.Mode == "model" {
		if rule = entry; entry >= 0 {
			if e := c.r.model.Reference[entry]; e.Mode != "" && e.Source == nil {
				how = model.Reference{Mode: e.Mode, Windows: e.Windows, Period: e.Period, SkipDrifted: e.SkipDrifted}
			}
		}
	}
	switch how.Mode {
	case "model":
		at, err = c.once(rule, func() (*reference, error) { return c.standingStill(ctx, entry) })
		return at, 0, err
	case "range":
		at, err = c.once(rule, func() (*reference, error) { return c.asked(ctx) })
		return at, 0, err
	}
	return c.move(ctx, w, how, rule, entry)
}

// move finds what a window is compared with by a rule that moves with the window. entry is what holds for it in the model's list.
func (c *chooser) move(ctx context.Context, w window.Window, how model.Reference, rule, entry int) (at, place int, err error) {
	var ref *reference
	switch how.Mode {
	case "previous", "trailing", "season":
		if c.r.model.Time == "" { // all its rows are one window
			return 0, 0, &query.FieldError{Field: "reference", Text: fmt.Sprintf("the mode %s compares with earlier windows, and model %q has no time column; compare with another file, or with other rows (mode filter)",
				how.Mode, c.r.model.Name)}
		}
	}
	switch how.Mode {
	case "previous", "trailing":
		n := how.Count()
		if how.SkipDrifted {
			n *= lookBack
		}
		if err := c.plan.affords(n); err != nil {
			return 0, 0, err
		}
		if ref, err = c.r.moving(ctx, c.part.log, c.plan.spec, w, n); err == nil && how.SkipDrifted {
			ref.skip = c.skip(how, rule, entry)
			ref.identify()
		}
	case "season":
		return c.season(ctx, w, how, rule, entry)
	case "filter":
		if err := c.plan.affords(besideWindows + 1); err != nil {
			return 0, 0, err
		}
		ref, err = c.beside(ctx, w)
	default:
		err = fmt.Errorf("model %q: there is no reference of mode %q", c.r.model.Name, how.Mode)
	}
	if err != nil {
		return 0, 0, err
	}
	if ref.words == "" {
		ref.words = how.InWords(c.r.home)
	}
	at, err = c.addMoving(ctx, ref, rule, entry)
	return at, 0, err
}

// addMoving adds a reference that moves with the window. It is counted as the reference that stands in the settings would be.
func (c *chooser) addMoving(ctx context.Context, ref *reference, rule, entry int) (at int, err error) {
	ref.era = rule
	if ref.base, err = c.r.base(ctx, c.standing, entry); err != nil {
		return 0, err
	}
	return c.add(ref), nil
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
	ref, err := c.r.stretch(ctx, c.part.log, c.plan.spec, c.r.request.Range, c.r.zone, period)
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
