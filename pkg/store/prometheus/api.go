package prometheus

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"time"

	"github.com/tideline-ml/tideline/pkg/store/server"
)

const (
	mostQueries = 4 // at a time of one data source
	// mostPoints is how many instants a server answers in one range query.
	mostPoints = 11_000
)

var web = server.Web{Name: "Prometheus", PlainPort: "9090", TLSPort: "443"}

// api speaks the HTTP API.
type api struct{ *server.Forms }

func newAPI(c server.Config) (*api, error) {
	forms, err := web.Forms(c, mostQueries)
	if err != nil {
		return nil, err
	}
	return &api{forms}, nil
}

// answer is what the API says.
type answer struct {
	Status   string          `json:"status"`
	Data     json.RawMessage `json:"data"`
	Error    string          `json:"error"`
	Warnings []string        `json:"warnings"`
}

// series is one element of an answer: its labels, and values at instants.
type series struct {
	labels     map[string]string
	at         []int64 // Unix milliseconds
	values     []float64
	histograms []*histogram // instead of values, where the element is a native histogram
}

// result is the answer to a query.
type result struct {
	series   []series
	warnings []string
}

// at evaluates a query at one instant.
func (a *api) at(ctx context.Context, query string, when time.Time) (*result, error) {
	return a.query(ctx, "api/v1/query", url.Values{"query": {query}, "time": {instant(when.UnixMilli())}})
}

// over evaluates a query at instants that are equally far apart. from, to and step are milliseconds.
func (a *api) over(ctx context.Context, query string, from, to, step int64) (*result, error) {
	return a.query(ctx, "api/v1/query_range", url.Values{"query": {query}, "start": {instant(from)}, "end": {instant(to)}, "step": {instant(step)}})
}

// instant writes milliseconds as the API reads them, in seconds.
func instant(milliseconds int64) string {
	return strconv.FormatFloat(float64(milliseconds)/1000, 'f', 3, 64)
}

func (a *api) query(ctx context.Context, path string, form url.Values) (*result, error) {
	form.Set("timeout", fmt.Sprintf("%dms", a.Timeout().Milliseconds()))
	said, err := a.call(ctx, path, form)
	if err != nil {
		return nil, err
	}
	var data struct {
		Result []element `json:"result"`
	}
	if err := json.Unmarshal(said.Data, &data); err != nil {
		return nil, errNotPrometheus
	}
	out := &result{warnings: said.Warnings}
	for _, e := range data.Result {
		one, err := e.series()
		if err != nil {
			return nil, err
		}
		out.series = append(out.series, one)
	}
	return out, nil
}

// labels lists the names of the labels that series have.
func (a *api) labels(ctx context.Context, selector string, from, to time.Time) ([]string, error) {
	said, err := a.call(ctx, "api/v1/labels", url.Values{"match[]": {selector}, "start": {instant(from.UnixMilli())}, "end": {instant(to.UnixMilli())}})
	if err != nil {
		return nil, err
	}
	var names []string
	if json.Unmarshal(said.Data, &names) != nil {
		return nil, errNotPrometheus
	}
	// Names in all of Unicode, which Prometheus 3 allows, would have to be quoted in every query.
	return slices.DeleteFunc(names, func(name string) bool { return !labelName.MatchString(name) }), nil
}

var labelName = regexp.MustCompile(`^[a-zA-Z_][a-zA-Z0-9_]*$`)

func (a *api) version(ctx context.Context) (string, error) {
	said, err := a.call(ctx, "api/v1/status/buildinfo", nil)
	if err != nil {
		return "", err
	}
	var info struct {
		Version string `json:"version"`
	}
	if json.Unmarshal(said.Data, &info) != nil || info.Version == "" {
		return "", errNotPrometheus
	}
	return info.Version, nil
}

var errNotPrometheus = web.Stranger()

// call posts a form, or without one gets, and reads what is said.
func (a *api) call(ctx context.Context, path string, form url.Values) (*answer, error) {
	ctx, done, err := a.Turn(ctx)
	if err != nil {
		return nil, err
	}
	defer done()
	status, body, err := a.Ask(ctx, path, form)
	if err != nil {
		return nil, err
	}
	var said answer
	if json.Unmarshal(body, &said) != nil || said.Status == "" {
		return nil, refusal(status, string(body))
	}
	if said.Status != "success" {
		return nil, fmt.Errorf("Prometheus says: %s", said.Error)
	}
	return &said, nil
}

// refusal is an answer that is not the API's.
func refusal(status int, body string) error {
	if err := web.Refused(status, body); err != nil {
		return err
	}
	return fmt.Errorf("Prometheus says (%d): %s", status, server.FirstLine(body))
}

// element is a series as JSON has it: at one instant or at several.
type element struct {
	Metric     map[string]string    `json:"metric"`
	Value      *[2]json.RawMessage  `json:"value"`
	Values     [][2]json.RawMessage `json:"values"`
	Histogram  *[2]json.RawMessage  `json:"histogram"`
	Histograms [][2]json.RawMessage `json:"histograms"`
}

func (e element) series() (series, error) {
	out := series{labels: e.Metric}
	if e.Value != nil {
		e.Values = append(e.Values, *e.Value)
	}
	if e.Histogram != nil {
		e.Histograms = append(e.Histograms, *e.Histogram)
	}
	if len(e.Values)+len(e.Histograms) == 0 {
		return out, errNotPrometheus
	}
	for _, v := range e.Values {
		var seconds float64
		var text string
		if json.Unmarshal(v[0], &seconds) != nil || json.Unmarshal(v[1], &text) != nil {
			return out, errNotPrometheus
		}
		x, err := strconv.ParseFloat(text, 64)
		if err != nil {
			return out, errNotPrometheus
		}
		out.at, out.values = append(out.at, milliseconds(seconds)), append(out.values, x)
	}
	if len(e.Values) > 0 {
		return out, nil
	}
	for _, h := range e.Histograms {
		var seconds float64
		var one histogram
		if json.Unmarshal(h[0], &seconds) != nil || json.Unmarshal(h[1], &one) != nil {
			return out, errNotPrometheus
		}
		out.at, out.histograms = append(out.at, milliseconds(seconds)), append(out.histograms, &one)
	}
	return out, nil
}

func milliseconds(seconds float64) int64 { return int64(math.Round(seconds * 1000)) }
