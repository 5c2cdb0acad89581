package analysis

import (
	"context"

	"github.com/tideline-ml/tideline/pkg/model"
	"github.com/tideline-ml/tideline/pkg/store"
	"github.com/tideline-ml/tideline/pkg/window"
)

// pictureSums are the moments that go with pictures: of all features of an answer at once, because the scan is what costs.
type pictureSums struct {
	run   *run
	how   *prepared
	shown []int
	made  map[*part]*summed
}

// summed is the moments of one part of the rows: of windows, and of the newest window's reference.
type summed struct {
	columns     []int // the numbers among the features: the tables' positions
	now, before momentTable
}

func (s *pictureSums) of(ctx context.Context, part *part, windows []window.Window) (*summed, error) {
	if known := s.made[part]; known != nil {
		return known, nil
	}
	out, ref := &summed{}, part.newest()
	var here, there []store.Column
	for _, i := range s.shown {
		c := &s.how.columns[i]
		if c.kind == model.Numeric && c.err == nil && c.joined == part.rows.joined {
			out.columns = append(out.columns, i)
			here, there = append(here, c.current), append(there, c.in(ref.foreign, ref.columns))
		}
	}
	var err error
	if ref.within(part.log) {
		out.now, err = s.run.moments(ctx, part.log, here, s.how.groups, append(steps(windows), steps(ref.windows)...))
		out.before = out.now
	} else if out.now, err = s.run.moments(ctx, part.log, here, s.how.groups, steps(windows)); err == nil {
		out.before, err = s.run.moments(ctx, ref.relation, there, groupsIn(s.how, ref), steps(ref.windows))
	}
	if err != nil {
		return nil, err
	}
	s.made[part] = out
	return out, nil
}
