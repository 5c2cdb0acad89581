package analysis

import (
	"context"
	"fmt"

	"github.com/tideline-ml/tideline/pkg/window"
)

// sinceWindows is how many windows are looked back at first for the beginning of an episode: most are shorter.
const sinceWindows = 60

// lookFurther doubles how far is looked back where the episode of the newest window may have begun before the first one, and tells whether it did. Before
// the log begins there is nothing to see. Where more would be too many windows for one answer, the beginning is only known to be no later, and that is said.
func (r *run) lookFurther(ctx context.Context, d *Drift, p *plan) (bool, error) {
	if len(d.Windows) <= r.lead() { // there were no more
		d.Complete = true
		return false, nil
	}
	if !d.open() {
		return false, nil
	}
	log, err := r.log(ctx, nil, false)
	if err != nil {
		return false, err
	}
	extent, err := r.extent(ctx, log)
	if err != nil {
		return false, err
	}
	if !extent.From.Before(d.Windows[0].From) {
		d.Complete = true
		return false, nil
	}
	most := min(window.MaxWindows, MaxDriftRows/max(1, len(d.Segments)*len(d.Features)), mostSteps/max(1, p.most*len(d.Windows[0].Steps)))
	further := min(2*r.back, most-1-(r.lead()-r.back))
	if further <= r.back {
		r.notice(Notice{Text: fmt.Sprintf("Drift was there already %d windows ago, and no more are looked at: it began then or before.", r.back)})
		d.Answer = r.answer()
		return false, nil
	}
	r.back = further
	return true, nil
}

// open tells whether an episode that the newest window belongs to may have begun before the first window.
func (d *Drift) open() bool {
	for f := range d.Features {
		for s := range d.Segments {
			for _, run := range d.LastingRuns(f, s, d.persist) {
				if run.Open && run.Covers(len(d.Windows)-1, len(d.Windows)) {
					return true
				}
			}
		}
	}
	return false
}
