package analysis

import (
	"context"
	"time"

	"github.com/tideline-ml/tideline/pkg/cache"
)

// Pictures of many features in many windows, with what changed in each, take far longer to draw than their verdicts take to be found. They follow from the
// query, the model, and what the verdicts depend on, so they are remembered by these.

// pictureLife is how long pictures of a source without exact versions are believed.
const pictureLife = time.Minute

// drawn is what the cache keeps of an answer's pictures. They are shared: nobody may change them.
type drawn struct {
	pictures []Picture
	notices  []Notice // that were made while they were drawn
}

// judgedBy notes by which keys verdicts were found.
func (r *run) judgedBy(keys []string, found []bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.verdicts = append(r.verdicts, keys...)
	for _, known := range found {
		r.newVerdicts = r.newVerdicts || !known
	}
}

// remembered draws pictures, or remembers them. Only what was judged before is kept: then the verdicts were worth keeping, and say how columns are counted.
func (r *run) remembered(ctx context.Context, p *plan, draw func(context.Context) ([]Picture, error)) ([]Picture, error) {
	if r.newVerdicts || len(r.verdicts) == 0 {
		return draw(ctx)
	}
	life := time.Duration(0)
	for _, part := range p.parts {
		if !part.log.version.Exact {
			life = pictureLife
		}
	}
	partial := make([]bool, len(p.windows))
	for i, w := range p.windows {
		if partial[i] = w.Partial; w.Partial && life > 0 {
			life = openLife
		}
	}
	key := "pictures " + digest(r.query, r.model, r.verdicts, partial)
	value, found, err := r.cache.One(ctx, key, func(ctx context.Context) (cache.Entry, error) {
		before := len(r.notices)
		pictures, err := draw(ctx)
		if err != nil {
			return cache.Entry{}, err
		}
		kept := &drawn{pictures, r.notices[before:]}
		return cache.Entry{Value: kept, Bytes: kept.bytes(), Keep: true, For: life}, nil
	})
	if err != nil {
		return nil, err
	}
	r.used(ctx, []bool{found})
	kept := value.(*drawn)
	for _, n := range kept.notices {
		r.notice(n)
	}
	return kept.pictures, nil
}

func (d *drawn) bytes() int64 {
	n := int64(200)
	for i := range d.pictures {
		pic := &d.pictures[i]
		n += 300 + int64(8*len(pic.Edges))
		for _, name := range pic.Categories {
			n += int64(16 + len(name))
		}
		for _, s := range pic.samples() {
			if s != nil {
				n += 400 + int64(8*(len(s.Counts)+len(s.Quantiles)))
			}
		}
		for _, w := range pic.Windows {
			n += 300
			if w.Row.Changes != nil {
				n += 2000 // a dozen lines in words
			}
		}
		if pic.Detail != nil {
			n += int64(8 * len(pic.Edges) * (1 + len(pic.Windows)))
		}
	}
	return n
}
