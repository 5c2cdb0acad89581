// Package prometheus answers the queries of Grafana's own Prometheus data source, as far as dashboards and alert rules need it: a thin way through to the
// server's HTTP API, range and instant. The answer has the shape that Grafana's gives, written from the documented contract of its frames.
package prometheus

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"sort"
	"strconv"
	"strings"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/data"
)

// Type is the id of the data source.
const Type = "prometheus"

// Source is a server.
type Source struct {
	URL string
	// ScrapeInterval is how often it scrapes, for $__rate_interval; default 15 s, as Grafana's.
	ScrapeInterval time.Duration
	// API is the path of its API; default /api/v1, and another where a server of another kind answers alike.
	API string
}

const mostPoints = 11000 // that the server gives of a series

type query struct {
	Expr         string `json:"expr"`
	Range        *bool  `json:"range"`
	Instant      bool   `json:"instant"`
	LegendFormat string `json:"legendFormat"`
	Format       string `json:"format"` // time_series, table, heatmap
	Interval     string `json:"interval"`
}

// Query answers each query by itself: what is wrong with one is that one's error.
func (s Source) Query(ctx context.Context, queries []backend.DataQuery) *backend.QueryDataResponse {
	response := backend.NewQueryDataResponse()
	for _, q := range queries {
		frames, err := s.one(ctx, q)
		if err != nil {
			response.Responses[q.RefID] = backend.ErrDataResponse(backend.StatusBadRequest, err.Error())
			continue
		}
		response.Responses[q.RefID] = backend.DataResponse{Frames: frames, Status: backend.StatusOK}
	}
	return response
}

func (s Source) one(ctx context.Context, q backend.DataQuery) (data.Frames, error) {
	var asked query
	if err := json.Unmarshal(q.JSON, &asked); err != nil {
		return nil, fmt.Errorf("the query is no object: %w", err)
	}
	if strings.TrimSpace(asked.Expr) == "" {
		return nil, nil
	}
	step := s.step(asked, q)
	expr := s.fill(asked.Expr, step, q.TimeRange)
	if asked.Instant && (asked.Range == nil || !*asked.Range) {
		found, err := s.get(ctx, "query", url.Values{"query": {expr}, "time": {seconds(q.TimeRange.To)}})
		if err != nil {
			return nil, err
		}
		return vector(found, asked, q.RefID)
	}
	found, err := s.get(ctx, "query_range", url.Values{
		"query": {expr}, "start": {seconds(aligned(q.TimeRange.From, step))}, "end": {seconds(q.TimeRange.To)},
		"step": {strconv.FormatFloat(step.Seconds(), 'f', -1, 64)},
	})
	if err != nil {
		return nil, err
	}
	return matrix(found, asked, q.RefID, step)
}

func (s Source) scrape() time.Duration {
	if s.ScrapeInterval > 0 {
		return s.ScrapeInterval
	}
	return 15 * time.Second
}

// step is no finer than points can be seen, than the server scrapes, or than it answers.
func (s Source) step(asked query, q backend.DataQuery) time.Duration {
	step := max(q.Interval, s.scrape())
	if least, err := time.ParseDuration(asked.Interval); err == nil {
		step = max(step, least)
	}
	span := q.TimeRange.To.Sub(q.TimeRange.From)
	step = max(step, span/mostPoints)
	return step.Round(time.Second)
}

func aligned(t time.Time, step time.Duration) time.Time {
	return time.UnixMilli(t.UnixMilli() / step.Milliseconds() * step.Milliseconds())
}

var builtIn = regexp.MustCompile(`\$(?:\{(__\w+)\}|(__\w+))`)

// fill puts in Grafana's own variables, which only the data source knows.
func (s Source) fill(expr string, step time.Duration, within backend.TimeRange) string {
	span := within.To.Sub(within.From)
	known := map[string]string{
		"__interval":      promDuration(step),
		"__auto":          promDuration(step), // of Loki
		"__interval_ms":   strconv.FormatInt(step.Milliseconds(), 10),
		"__rate_interval": promDuration(max(step+s.scrape(), 4*s.scrape())),
		"__range":         promDuration(span),
		"__range_s":       strconv.FormatInt(int64(span.Seconds()), 10),
		"__range_ms":      strconv.FormatInt(span.Milliseconds(), 10),
	}
	return builtIn.ReplaceAllStringFunc(expr, func(text string) string {
		if value, ok := known[strings.Trim(text, "${}")]; ok {
			return value
		}
		return text
	})
}

func promDuration(d time.Duration) string {
	return strconv.FormatInt(max(1, int64(d.Round(time.Second)/time.Second)), 10) + "s"
}

func seconds(t time.Time) string {
	return strconv.FormatFloat(float64(t.UnixMilli())/1000, 'f', 3, 64)
}

type series struct {
	Metric map[string]string `json:"metric"`
	Values []point           `json:"values"`
	Value  *point            `json:"value"`
}

type point struct {
	at    time.Time
	value float64
}

// UnmarshalJSON reads [unix seconds, "value"].
func (p *point) UnmarshalJSON(raw []byte) error {
	var pair [2]json.RawMessage
	if err := json.Unmarshal(raw, &pair); err != nil {
		return err
	}
	var at float64
	var text string
	if err := json.Unmarshal(pair[0], &at); err != nil {
		return err
	}
	if err := json.Unmarshal(pair[1], &text); err != nil {
		return err
	}
	value, err := strconv.ParseFloat(text, 64)
	p.at, p.value = time.UnixMilli(int64(math.Round(at*1000))).UTC(), value
	return err
}

type answer struct {
	Status string `json:"status"`
	Error  string `json:"error"`
	Data   struct {
		ResultType string          `json:"resultType"`
		Result     json.RawMessage `json:"result"`
	} `json:"data"`
}

func (s Source) get(ctx context.Context, what string, form url.Values) ([]series, error) {
	address := strings.TrimSuffix(s.URL, "/") + cmp.Or(s.API, "/api/v1") + "/" + what
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, address, strings.NewReader(form.Encode()))
	if err != nil {
		return nil, err
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return nil, fmt.Errorf("no answer from %s: is it running? (%w)", s.URL, err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		return nil, err
	}
	var got answer
	if err := json.Unmarshal(body, &got); err != nil {
		return nil, fmt.Errorf("%s from %s: %s", response.Status, s.URL, body[:min(len(body), 200)])
	}
	if got.Status != "success" {
		return nil, fmt.Errorf("Prometheus: %s", got.Error) //nolint:staticcheck // its own words
	}
	if got.Data.ResultType == "scalar" {
		var p point
		err := json.Unmarshal(got.Data.Result, &p)
		return []series{{Value: &p}}, err
	}
	var found []series
	if err := json.Unmarshal(got.Data.Result, &found); err != nil {
		return nil, err
	}
	sort.SliceStable(found, func(a, b int) bool { return text(found[a].Metric) < text(found[b].Metric) })
	return found, nil
}

// matrix has a frame a series; where a heatmap is asked for, one frame whose fields are the buckets, with counts of each by itself.
func matrix(found []series, asked query, refID string, step time.Duration) (data.Frames, error) {
	if asked.Format == "heatmap" {
		return heatmap(found, refID), nil
	}
	frames := data.Frames{}
	for _, one := range found {
		frames = append(frames, frame(one, one.Values, asked, refID, data.FrameTypeTimeSeriesMulti, step))
	}
	return frames, nil
}

func vector(found []series, asked query, refID string) (data.Frames, error) {
	if asked.Format == "table" {
		return data.Frames{table(found, refID)}, nil
	}
	frames := data.Frames{}
	for _, one := range found {
		if one.Value != nil {
			frames = append(frames, frame(one, []point{*one.Value}, asked, refID, data.FrameTypeNumericMulti, 0))
		}
	}
	return frames, nil
}

func frame(one series, points []point, asked query, refID string, kind data.FrameType, step time.Duration) *data.Frame {
	times, values := make([]time.Time, len(points)), make([]*float64, len(points))
	for i, p := range points {
		if times[i] = p.at; !math.IsNaN(p.value) { // a quotient of nothing is nothing
			values[i] = &p.value
		}
	}
	name := legend(one.Metric, asked.LegendFormat)
	timeField := data.NewField("Time", nil, times)
	if step > 0 {
		timeField.Config = &data.FieldConfig{Interval: float64(step.Milliseconds())}
	}
	value := data.NewField("Value", one.Metric, values)
	value.Config = &data.FieldConfig{DisplayNameFromDS: name}
	f := data.NewFrame(name, timeField, value)
	f.RefID, f.Meta = refID, &data.FrameMeta{Type: kind, TypeVersion: data.FrameTypeVersion{0, 1}}
	return f
}

var placeholder = regexp.MustCompile(`\{\{\s*(.+?)\s*\}\}`)

func legend(labels map[string]string, format string) string {
	if format == "" || format == "__auto" {
		return text(labels)
	}
	return placeholder.ReplaceAllStringFunc(format, func(found string) string {
		return labels[placeholder.FindStringSubmatch(found)[1]]
	})
}

// text writes labels as Prometheus does: name{a="b"}.
func text(labels map[string]string) string {
	var list []string
	for name, value := range labels {
		if name != "__name__" {
			list = append(list, fmt.Sprintf("%s=%q", name, value))
		}
	}
	sort.Strings(list)
	if len(list) == 0 {
		return labels["__name__"]
	}
	return labels["__name__"] + "{" + strings.Join(list, ", ") + "}"
}

// table has a row a series and a column a label.
func table(found []series, refID string) *data.Frame {
	names := map[string]bool{}
	for _, one := range found {
		for name := range one.Metric {
			names[name] = true
		}
	}
	sorted := make([]string, 0, len(names))
	for name := range names {
		sorted = append(sorted, name)
	}
	sort.Strings(sorted)
	times, values := make([]time.Time, 0, len(found)), make([]float64, 0, len(found))
	labels := make([][]string, len(sorted))
	for _, one := range found {
		if one.Value == nil {
			continue
		}
		times, values = append(times, one.Value.at), append(values, one.Value.value)
		for i, name := range sorted {
			labels[i] = append(labels[i], one.Metric[name])
		}
	}
	f := data.NewFrame("", data.NewField("Time", nil, times))
	for i, name := range sorted {
		f.Fields = append(f.Fields, data.NewField(name, nil, labels[i]))
	}
	f.Fields = append(f.Fields, data.NewField("Value", nil, values))
	f.RefID = refID
	return f
}

// heatmap turns cumulative buckets into counts of each bucket, with the upper bounds as names.
func heatmap(found []series, refID string) data.Frames {
	bound := func(s series) float64 {
		le, err := strconv.ParseFloat(s.Metric["le"], 64)
		if err != nil {
			return math.NaN()
		}
		return le
	}
	sort.SliceStable(found, func(a, b int) bool { return bound(found[a]) < bound(found[b]) })
	var times []time.Time
	for _, one := range found {
		for _, p := range one.Values {
			times = append(times, p.at)
		}
	}
	slices.SortFunc(times, time.Time.Compare)
	times = slices.CompactFunc(times, time.Time.Equal)
	f := data.NewFrame("", data.NewField("Time", nil, times))
	below := make([]float64, len(times))
	for _, one := range found {
		counts := make([]float64, len(times))
		for _, p := range one.Values {
			i, _ := slices.BinarySearchFunc(times, p.at, time.Time.Compare)
			counts[i] = max(0, p.value-below[i])
			below[i] = max(below[i], p.value)
		}
		f.Fields = append(f.Fields, data.NewField(one.Metric["le"], nil, counts))
	}
	f.RefID, f.Meta = refID, &data.FrameMeta{Type: data.FrameType("heatmap-rows")}
	return data.Frames{f}
}
