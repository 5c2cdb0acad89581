package loki

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/tideline-ml/tideline/pkg/store/server"
)

const (
	mostQueries = 4 // at a time of one data source
	// mostTries is how often a question is asked where Loki has too many of them waiting; each wait is twice the one before.
	mostTries = 6
	firstWait = 250 * time.Millisecond
)

var web = server.Web{Name: "Loki", PlainPort: "3100", TLSPort: "443"}

// api speaks the HTTP API.
type api struct {
	*server.Forms
	wait   time.Duration
	limits limits
}

func newAPI(c server.Config) (*api, error) {
	forms, err := web.Forms(c, mostQueries)
	if err != nil {
		return nil, err
	}
	return &api{Forms: forms, wait: firstWait}, nil
}

// nanos writes an instant as the API reads it.
func nanos(at time.Time) string { return strconv.FormatInt(at.UnixNano(), 10) }

// at evaluates a metric query at one instant.
func (a *api) at(ctx context.Context, query string, when time.Time) (*result, error) {
	return a.query(ctx, "loki/api/v1/query", url.Values{"query": {query}, "time": {nanos(when)}})
}

// over evaluates a metric query at instants that are equally far apart.
func (a *api) over(ctx context.Context, query string, from, to time.Time, step time.Duration) (*result, error) {
	return a.query(ctx, "loki/api/v1/query_range", url.Values{"query": {query}, "start": {nanos(from)}, "end": {nanos(to)},
		"step": {strconv.FormatFloat(step.Seconds(), 'f', -1, 64)}})
}

// log reads lines in [from, to), oldest or newest first.
func (a *api) log(ctx context.Context, query string, from, to time.Time, limit int, backward bool) (*result, error) {
	direction := "forward"
	if backward {
		direction = "backward"
	}
	return a.query(ctx, "loki/api/v1/query_range", url.Values{"query": {query}, "start": {nanos(from)}, "end": {nanos(to)},
		"limit": {strconv.Itoa(limit)}, "direction": {direction}})
}

func (a *api) query(ctx context.Context, path string, form url.Values) (*result, error) {
	raw, err := a.call(ctx, path, form)
	if err != nil {
		return nil, err
	}
	return read(raw)
}

// unflushed is how long Loki may keep lines that its index does not know of yet.
const unflushed = 24 * time.Hour

// entries is how many lines streams of a selector have in [from, to), by the index alone: without reading lines, and so without what filters them. It is about right,
// and 0 only where there is nothing: the statistics of a Loki in one process leave out what it holds in memory, so that where they say nothing it is asked for
// streams, which it knows at once.
func (a *api) entries(ctx context.Context, selector string, from, to time.Time) (float64, error) {
	raw, err := a.call(ctx, "loki/api/v1/index/stats", url.Values{"query": {selector}, "start": {nanos(from)}, "end": {nanos(to)}})
	if err != nil {
		return 0, err
	}
	var stats struct{ Streams, Entries float64 }
	if json.Unmarshal(raw, &stats) != nil {
		return 0, errNotLoki
	}
	known := max(stats.Streams, stats.Entries)
	young := time.Now().Add(-unflushed)
	if known > 0 || !to.After(young) {
		return known, nil
	}
	if from.Before(young) {
		from = young
	}
	raw, err = a.call(ctx, "loki/api/v1/series", url.Values{"match[]": {selector}, "start": {nanos(from)}, "end": {nanos(to)}})
	if err != nil {
		return 0, err
	}
	var streams struct{ Data []json.RawMessage }
	if json.Unmarshal(raw, &streams) != nil {
		return 0, errNotLoki
	}
	return float64(len(streams.Data)), nil
}

// labelNames lists the labels that streams have.
func (a *api) labelNames(ctx context.Context, from, to time.Time) ([]string, error) {
	return a.list(ctx, "loki/api/v1/labels", from, to)
}

// labelValues lists the values of a label.
func (a *api) labelValues(ctx context.Context, name string, from, to time.Time) ([]string, error) {
	return a.list(ctx, "loki/api/v1/label/"+url.PathEscape(name)+"/values", from, to)
}

func (a *api) list(ctx context.Context, path string, from, to time.Time) ([]string, error) {
	raw, err := a.call(ctx, path+"?"+url.Values{"start": {nanos(from)}, "end": {nanos(to)}}.Encode(), nil)
	if err != nil {
		return nil, err
	}
	var said struct {
		Status string
		Data   []string
	}
	if json.Unmarshal(raw, &said) != nil || said.Status != "success" {
		return nil, errNotLoki
	}
	return said.Data, nil
}

func (a *api) version(ctx context.Context) (string, error) {
	raw, err := a.call(ctx, "loki/api/v1/status/buildinfo", nil)
	if err != nil {
		return "", err
	}
	var info struct{ Version string }
	if json.Unmarshal(raw, &info) != nil || info.Version == "" {
		return "", errNotLoki
	}
	return info.Version, nil
}

var errNotLoki = web.Stranger()

// call posts a form, or without one gets, and asks again where Loki has too many questions waiting.
func (a *api) call(ctx context.Context, path string, form url.Values) ([]byte, error) {
	ctx, done, err := a.Turn(ctx)
	if err != nil {
		return nil, err
	}
	defer done()
	wait := a.wait
	for try := 1; ; try++ {
		raw, err := a.once(ctx, path, form)
		var busy *busyError
		if !errors.As(err, &busy) || try == mostTries {
			return raw, err
		}
		select {
		case <-time.After(wait):
			wait *= 2
		case <-ctx.Done():
			return nil, err
		}
	}
}

func (a *api) once(ctx context.Context, path string, form url.Values) ([]byte, error) {
	status, body, err := a.Ask(ctx, path, form)
	if err != nil {
		return nil, err
	}
	if status != http.StatusOK {
		return nil, a.refusal(status, string(body))
	}
	return body, nil
}
