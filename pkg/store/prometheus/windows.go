package prometheus

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/tideline-ml/tideline/pkg/store"
)

// stretch is windows of one length whose ends are equally far apart: what one range query answers. All are milliseconds.
type stretch struct {
	first, step, length int64
	windows             []int // their positions among those asked for
}

// stretches parts windows into as few range queries as they need: mostly one for the windows and one for the reference, and some more where clocks change.
func stretches(windows []store.Window) ([]stretch, error) {
	var all []stretch
	for i, w := range windows {
		if w.From.IsZero() || w.To.IsZero() {
			return nil, unsupported("rows without a time", fmt.Sprintf("name the model's time column, which is %q for all metrics", timeColumn))
		}
		to, length := w.To.UnixMilli(), w.To.UnixMilli()-w.From.UnixMilli()
		if length <= 0 {
			return nil, fmt.Errorf("a window from %v to %v is shorter than Prometheus can tell", w.From, w.To)
		}
		if n := len(all) - 1; n >= 0 && all[n].length == length && len(all[n].windows) < mostPoints {
			switch last := all[n]; {
			case len(last.windows) == 1 && to > last.first:
				all[n].step = to - last.first
				all[n].windows = append(last.windows, i)
				continue
			case len(last.windows) > 1 && to == last.first+int64(len(last.windows))*last.step:
				all[n].windows = append(last.windows, i)
				continue
			}
		}
		all = append(all, stretch{first: to, step: 1000, length: length, windows: []int{i}})
	}
	return all, nil
}

// table is a query's answer for windows: by series a value for each window, NaN where there is none.
type table struct {
	series   []windowed
	queries  []string
	warnings []string
}

// windowed is one series. Histograms are nil but for native ones.
type windowed struct {
	labels     map[string]string
	values     []float64
	histograms []*histogram
}

// overWindows evaluates an expression of a window at the end of each; expression writes it for a length in milliseconds. Growth of counters is what increase
// makes of the scrapes in a window: restarts are put right, and what lies between the window's ends and the scrapes next to them is added in proportion.
func (s *Store) overWindows(ctx context.Context, windows []store.Window, expression func(length int64) string) (*table, error) {
	parts, err := stretches(windows)
	if err != nil {
		return nil, err
	}
	out := &table{}
	at := map[string]int{}
	for _, part := range parts {
		query := expression(part.length)
		last := part.first + int64(len(part.windows)-1)*part.step
		found, err := s.api.over(ctx, query, part.first, last, part.step)
		if err != nil {
			return nil, err
		}
		out.queries, out.warnings = append(out.queries, query), append(out.warnings, found.warnings...)
		for _, one := range found.series {
			key := keyOf(one.labels)
			n, known := at[key]
			if !known {
				n, at[key] = len(out.series), len(out.series)
				out.series = append(out.series, windowed{labels: one.labels, values: slices.Repeat([]float64{math.NaN()}, len(windows)), histograms: make([]*histogram, len(windows))})
			}
			for k, when := range one.at {
				i := (when - part.first + part.step/2) / part.step
				if i < 0 || i >= int64(len(part.windows)) {
					continue
				}
				if one.histograms != nil {
					out.series[n].histograms[part.windows[i]] = one.histograms[k]
				} else {
					out.series[n].values[part.windows[i]] = one.values[k]
				}
			}
		}
	}
	slices.SortFunc(out.series, func(a, b windowed) int { return strings.Compare(keyOf(a.labels), keyOf(b.labels)) })
	return out, nil
}

// keyOf names a series by its labels.
func keyOf(labels map[string]string) string {
	names := make([]string, 0, len(labels))
	for name := range labels {
		names = append(names, name)
	}
	slices.Sort(names)
	var text strings.Builder
	for _, name := range names {
		fmt.Fprintf(&text, "%q=%q,", name, labels[name])
	}
	return text.String()
}
