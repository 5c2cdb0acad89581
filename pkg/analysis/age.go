package analysis

import (
	"context"
	"time"

	"github.com/tideline-ml/tideline/pkg/model"
	"github.com/tideline-ml/tideline/pkg/query"
	"github.com/tideline-ml/tideline/pkg/store"
	"github.com/tideline-ml/tideline/pkg/window"
)

// Age is how old the newest row of each segment is.
type Age struct {
	Answer
	GroupBy  []string
	Segments [][]string
	Seconds  []float64
	Now      time.Time
}

// ageWindows is how far back, in the model's own windows, segments are looked for: one that has been silent for longer is gone.
const ageWindows = 60

// Age answers `value: age`. A log without rows has no age: no segment is listed.
func (a *Analysis) Age(ctx context.Context, request Request) (*Age, error) {
	r, err := a.start(request)
	if err != nil {
		return nil, err
	}
	if r.model.Time == "" {
		return nil, &query.FieldError{Field: "value", Text: "age needs a model with a time column"}
	}
	described, log, err := r.asked(ctx, false)
	if err != nil {
		return nil, err
	}
	out := &Age{GroupBy: r.query.GroupBy, Now: r.clock.Now}
	groups := r.groups(described)
	if len(groups) == 0 {
		extent, err := r.extent(ctx, log)
		if err != nil {
			return nil, err
		}
		if extent.Rows > 0 {
			out.Segments, out.Seconds = [][]string{nil}, []float64{r.clock.Now.Sub(extent.To).Seconds()}
		}
		out.Answer = r.answer()
		return out, nil
	}
	var any *store.Column
	for _, f := range r.model.Features {
		if c := r.feature(f, described); c.kind == model.Numeric && c.err == nil {
			any = &c.current
			break
		}
	}
	if any == nil {
		return nil, &query.FieldError{Field: "groupBy", Text: "age by segment needs a model with a numeric feature"}
	}
	recent := window.Interval{From: r.clock.Now.Add(-ageWindows * r.own.Nominal(request.Range)), To: r.clock.Now}
	moments, err := r.moments(ctx, log, []store.Column{*any}, groups, []window.Interval{recent})
	if err != nil {
		return nil, err
	}
	if s := moments[0][recent]; s != nil && s.err == nil {
		for _, key := range sortedKeys(s.moments) {
			if newest := s.moments[key].NewestMicros; newest != 0 {
				out.Segments = append(out.Segments, s.segments[key])
				out.Seconds = append(out.Seconds, r.clock.Now.Sub(time.UnixMicro(newest)).Seconds())
			}
		}
	}
	out.Answer = r.answer()
	return out, nil
}
