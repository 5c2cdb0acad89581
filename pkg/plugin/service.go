package plugin

import (
	"context"
	"encoding/json"
	"math"
	"net/http"
	"slices"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/tideline-ml/tideline/pkg/analysis"
	"github.com/tideline-ml/tideline/pkg/query"
	"github.com/tideline-ml/tideline/pkg/window"
)

// serviceRow is one segment in one window.
type serviceRow struct {
	window  window.Interval
	segment []string
	cell    *analysis.ServiceCell
}

func serviceNumber(get func(c *analysis.ServiceCell) float64) func(serviceRow) any {
	return func(r serviceRow) any { return number(get(r.cell)) }
}

func quantileAt(i int) func(c *analysis.ServiceCell) float64 {
	return func(c *analysis.ServiceCell) float64 { return c.Quantiles[i] }
}

// serviceValues are the numbers of a cell by the names that queries and tables have for them.
var serviceValues = map[string]func(c *analysis.ServiceCell) float64{
	"requests":       func(c *analysis.ServiceCell) float64 { return c.Requests },
	query.Exceptions: func(c *analysis.ServiceCell) float64 { return c.Requests },
	"rate":           func(c *analysis.ServiceCell) float64 { return c.Rate },
	"errors":         func(c *analysis.ServiceCell) float64 { return c.Errors },
	"error_share":    func(c *analysis.ServiceCell) float64 { return c.ErrorShare },
	"refused":        func(c *analysis.ServiceCell) float64 { return c.Refused },
	"refused_share":  func(c *analysis.ServiceCell) float64 { return c.RefusedShare },
	"p50":            quantileAt(0),
	"p90":            quantileAt(1),
	"p95":            quantileAt(2),
	"p99":            quantileAt(3),
	"apdex":          func(c *analysis.ServiceCell) float64 { return c.Apdex },
}

// serviceUnits of the values that are not plain numbers.
var serviceUnits = map[string]string{"rate": "reqps", "requests": "short", "errors": "short", query.Exceptions: "short", "error_share": "percentunit", "refused": "short", "refused_share": "percentunit",
	"p50": "s", "p90": "s", "p95": "s", "p99": "s"}

func serviceColumn(name string) tableColumn[serviceRow] {
	return tableColumn[serviceRow]{name, serviceUnits[name], serviceNumber(serviceValues[name])}
}

var (
	windowColumns = []tableColumn[serviceRow]{
		{"time", "", func(r serviceRow) any { return r.window.From }},
		{"window_end", "", func(r serviceRow) any { return r.window.To }},
	}
	requestColumns = slices.Concat(windowColumns, []tableColumn[serviceRow]{serviceColumn("requests"), serviceColumn("rate"), serviceColumn("errors"),
		serviceColumn("error_share"), serviceColumn("refused"), serviceColumn("refused_share"), serviceColumn("p50"), serviceColumn("p90"), serviceColumn("p95"), serviceColumn("p99"), serviceColumn("apdex")})
	exceptionColumns = slices.Concat(windowColumns, []tableColumn[serviceRow]{serviceColumn(query.Exceptions),
		{"first_seen", "", func(r serviceRow) any { return r.cell.First }},
		{"last_seen", "", func(r serviceRow) any { return r.cell.Last }}})
)

// ServiceMeta is meta.custom of service frames.
type ServiceMeta struct {
	Segments []string `json:"segments"`
	Window   string   `json:"window"`
	Apdex    float64  `json:"apdex,omitempty"` // the threshold, in seconds
}

func serviceMeta(s *analysis.Service, q *query.Query) ServiceMeta {
	meta := ServiceMeta{Segments: append([]string{}, s.GroupBy...), Window: s.Spec.String()}
	if !q.OfExceptions() {
		meta.Apdex = s.Satisfying
	}
	return meta
}

func serviceFrames(ctx context.Context, a *analysis.Analysis, request analysis.Request, who caller) (data.Frames, error) {
	q := request.Query
	columns := requestColumns
	if q.OfExceptions() {
		columns = exceptionColumns
	}
	if q.Format == query.Table {
		if err := checkColumns(q, columns); err != nil {
			return nil, err
		}
	}
	s, err := a.Service(ctx, request)
	if err != nil {
		return nil, err
	}
	frames := serviceSeries(s, q)
	if q.Format == query.Table {
		frames = data.Frames{serviceTable(s, q, columns)}
	}
	return describeFrames(frames, s.Answer, who), nil
}

func serviceTable(s *analysis.Service, q *query.Query, columns []tableColumn[serviceRow]) *data.Frame {
	var rows []serviceRow
	for w, cells := range s.Cells {
		for k, cell := range cells {
			if cell != nil {
				rows = append(rows, serviceRow{s.Windows[w].Interval, s.Segments[k], cell})
			}
		}
	}
	frame := data.NewFrame("service")
	frame.Meta = dataplane(data.FrameTypeTable)
	frame.Meta.PreferredVisualization = data.VisTypeTable
	frame.Meta.Custom = serviceMeta(s, q)
	blank := serviceRow{segment: make([]string, len(s.GroupBy)), cell: &analysis.ServiceCell{Quantiles: make([]float64, len(analysis.DurationPoints))}}
	frame.Fields = tableFields(columns, rows, blank, q.Columns, s.GroupBy, func(r serviceRow) []string { return r.segment })
	return frame
}

// serviceSeries are a line for each segment. A window without requests has none a second; all else is not known of it.
func serviceSeries(s *analysis.Service, q *query.Query) data.Frames {
	times := make([]time.Time, len(s.Windows))
	for i, w := range s.Windows {
		times[i] = w.From
	}
	value := serviceValues[q.Value]
	var all []series
	for k, segment := range s.Segments {
		values := make([]float64, len(s.Windows))
		for w := range s.Windows {
			switch cell := s.Cells[w][k]; {
			case cell != nil:
				values[w] = value(cell)
			case slices.Contains([]string{"rate", "requests", "errors", "refused", query.Exceptions}, q.Value):
				values[w] = 0
			default:
				values[w] = math.NaN()
			}
		}
		display := displayOf(q.Value, "", segment)
		display.Unit = serviceUnits[q.Value]
		all = append(all, series{name: q.Value, labels: segmentLabels(s.GroupBy, segment), values: values, custom: serviceMeta(s, q), display: display})
	}
	return seriesFrames(all, times, q.Value, q.Format)
}

// serviceInfo is what editors know of a data source's spans.
type serviceInfo struct {
	Requests   []string `json:"requests"`   // what requests can be told apart by; none where the settings name no spans
	Exceptions []string `json:"exceptions"` // what exceptions can be
	Apdex      float64  `json:"apdex"`      // the threshold, in seconds
}

func (d *Datasource) describeService(*http.Request) (any, error) {
	info := serviceInfo{Requests: []string{}, Exceptions: []string{}}
	s := d.settings.Service
	if s == nil {
		return info, nil
	}
	info.Apdex = s.Satisfying()
	info.Requests = append(info.Requests, query.Dimensions(s.Spans())...)
	if thrown := s.Thrown(); thrown != nil {
		info.Exceptions = append(info.Exceptions, query.Dimensions(thrown)...)
	}
	return info, nil
}

const (
	listedBusy = 1_000          // services, operations or exceptions that a person chooses from
	busyWithin = 24 * time.Hour // of which those are listed that were seen
)

// listBusy lists the services, operations or exceptions of the last day, the busiest first.
func (d *Datasource) listBusy(r *http.Request) (any, error) {
	if d.problem != nil {
		return nil, d.problemFor(asks(r))
	}
	column := r.URL.Query().Get("column")
	if column == "" {
		return nil, &query.FieldError{Field: "column", Text: "is missing: name what to list, such as column=service"}
	}
	asked, err := json.Marshal(map[string]any{
		"queryType": query.Service, "groupBy": []string{column}, "format": query.Table, "limit": listedBusy, "includePartial": true,
	})
	if err != nil {
		return nil, err
	}
	q, err := query.Parse(asked)
	if err != nil {
		return nil, err
	}
	now := d.now()
	found, err := d.analysis.Service(r.Context(), analysis.Request{Query: q, Role: asks(r).role, Range: window.Interval{From: now.Add(-busyWithin), To: now}})
	if err != nil {
		return nil, err
	}
	values := []string{}
	for _, segment := range found.Segments {
		values = append(values, segment[0])
	}
	return values, nil
}
