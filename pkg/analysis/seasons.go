package analysis

import (
	"context"
	"fmt"
	"slices"

	"github.com/tideline-ml/tideline/pkg/model"
	"github.com/tideline-ml/tideline/pkg/query"
	"github.com/tideline-ml/tideline/pkg/window"
)

// mostSeasonWindows is as many windows as a season has: 28 for each of seven weekdays. Making a reference of 672 windows ready takes ten times as long, for each
// feature and every period of a panel, and tells nothing more.
const mostSeasonWindows = 7 * 28

// seasons are the references of one rule, each made once for all windows of a period.
type seasons struct {
	*window.Seasons
	made    map[*window.Season]int // position in the part's references
	windows int                    // of all of them
}

// season is the reference of a window by its place in a period: all windows of the periods before, in groups by place.
func (c *chooser) season(ctx context.Context, w window.Window, how model.Reference, rule, entry int) (at, place int, err error) {
	from := c.seasons[rule]
	if from == nil {
		if from, err = c.newSeasons(how, entry); err != nil {
			return 0, 0, err
		}
		if c.seasons == nil {
			c.seasons = map[int]*seasons{}
		}
		c.seasons[rule] = from
	}
	season, place := from.Of(w)
	if at, ok := from.made[season]; ok {
		return at, place, nil
	}
	excluded, err := c.r.excluded()
	if err != nil {
		return 0, 0, err
	}
	ref := &reference{relation: c.part.log, words: how.InWords(c.r.home)}
	for i, s := range season.Windows {
		if !slices.ContainsFunc(excluded, s.Interval.Overlaps) {
			ref.windows, ref.places = append(ref.windows, s), append(ref.places, season.Places[i])
		}
	}
	if how.SkipDrifted {
		ref.skip = c.skip(how, rule, entry)
	}
	if len(ref.windows) == 0 {
		ref.why = "all windows of its season lie in excluded periods"
	}
	if from.windows += len(steps(ref.windows)); from.windows > mostSteps {
		return 0, 0, &query.FieldError{Field: "window", Text: fmt.Sprintf("its windows lie in %d periods, each compared with %d windows, and at most %d are counted for one answer; "+
			"choose longer windows, fewer periods of reference or a shorter range", len(from.made)+1, len(ref.windows), mostSteps)}
	}
	if at, err = c.addMoving(ctx, ref.identify(), rule, entry); err != nil {
		return 0, 0, err
	}
	from.made[season] = at
	return at, place, nil
}

func (c *chooser) newSeasons(how model.Reference, entry int) (*seasons, error) {
	field := "reference.period"
	if c.r.query.Reference.Mode == "model" {
		field = fmt.Sprintf("model %q: %s.period", c.r.model.Name, c.r.model.Reference.Field("reference", entry))
	}
	period, err := how.Rhythm()
	if err != nil {
		return nil, &query.FieldError{Field: field, Text: err.Error()}
	}
	n := how.Count()
	if how.SkipDrifted {
		n *= lookBack
	}
	found, err := window.NewSeasons(c.plan.spec, c.r.zone, period, n, mostSeasonWindows)
	if err != nil {
		return nil, &query.FieldError{Field: field, Text: err.Error()}
	}
	return &seasons{Seasons: found, made: map[*window.Season]int{}}, nil
}
