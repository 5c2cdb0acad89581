// Package loki answers the queries of Grafana's own Loki data source, as far as dashboards need it: lines, and numbers made of them. Numbers come as
// Prometheus gives them; lines in the shape of the frames that Grafana's data source gives.
package loki

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/tideline-ml/tideline/preview/host/prometheus"
)

// Type is the id of the data source.
const Type = "loki"

// Source is a server.
type Source struct{ URL string }

const (
	api          = "/loki/api/v1"
	defaultLines = 1000
	mostLines    = 5000 // that a server gives unless it is told otherwise
)

type query struct {
	Expr     string `json:"expr"`
	MaxLines int    `json:"maxLines"`
}

// Query answers each query by itself: what is wrong with one is that one's error.
func (s Source) Query(ctx context.Context, queries []backend.DataQuery) *backend.QueryDataResponse {
	response := backend.NewQueryDataResponse()
	for _, q := range queries {
		response.Responses[q.RefID] = s.one(ctx, q)
	}
	return response
}

func (s Source) one(ctx context.Context, q backend.DataQuery) backend.DataResponse {
	if s.URL == "" {
		return failed(errors.New("no Loki is named: the data source has no URL"))
	}
	var asked query
	if err := json.Unmarshal(q.JSON, &asked); err != nil {
		return failed(fmt.Errorf("the query is no object: %w", err))
	}
	if !asksForLines(asked.Expr) {
		numbers := prometheus.Source{URL: s.URL, API: api, ScrapeInterval: time.Second}
		return numbers.Query(ctx, []backend.DataQuery{q}).Responses[q.RefID]
	}
	entries, err := s.lines(ctx, asked, q.TimeRange)
	if err != nil {
		return failed(err)
	}
	return backend.DataResponse{Frames: data.Frames{frame(entries, q.RefID)}, Status: backend.StatusOK}
}

func failed(err error) backend.DataResponse {
	return backend.ErrDataResponse(backend.StatusBadRequest, err.Error())
}

// asksForLines tells a selector with its pipeline from a function of one.
func asksForLines(expr string) bool { return strings.HasPrefix(strings.TrimSpace(expr), "{") }

type entry struct {
	at     int64 // ns
	line   string
	labels map[string]string
}

// lines are the newest ones, the newest first.
func (s Source) lines(ctx context.Context, asked query, within backend.TimeRange) ([]entry, error) {
	form := url.Values{
		"query": {asked.Expr}, "direction": {"backward"}, "limit": {strconv.Itoa(min(mostLines, cmp.Or(asked.MaxLines, defaultLines)))},
		"start": {strconv.FormatInt(within.From.UnixNano(), 10)}, "end": {strconv.FormatInt(within.To.UnixNano(), 10)},
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, strings.TrimSuffix(s.URL, "/")+api+"/query_range", strings.NewReader(form.Encode()))
	if err != nil {
		return nil, err
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return nil, fmt.Errorf("no answer from Loki at %s: is it running? (%w)", s.URL, err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		return nil, err
	}
	if response.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("Loki: %s", strings.TrimSpace(string(body[:min(len(body), 300)]))) //nolint:staticcheck // its own words
	}
	var answer struct {
		Data struct {
			Result []struct {
				Stream map[string]string `json:"stream"`
				Values [][2]string       `json:"values"`
			} `json:"result"`
		} `json:"data"`
	}
	if err := json.Unmarshal(body, &answer); err != nil {
		return nil, fmt.Errorf("what %s answers is not Loki's: %w", s.URL, err)
	}
	var entries []entry
	for _, stream := range answer.Data.Result {
		for _, value := range stream.Values {
			at, err := strconv.ParseInt(value[0], 10, 64)
			if err != nil {
				return nil, fmt.Errorf("a line has no time: %w", err)
			}
			entries = append(entries, entry{at: at, line: value[1], labels: stream.Stream})
		}
	}
	slices.SortStableFunc(entries, func(a, b entry) int { return cmp.Compare(b.at, a.at) })
	return entries, nil
}

// frame has a row a line: its labels, time and text, its time to the nanosecond, and an id.
func frame(entries []entry, refID string) *data.Frame {
	n := len(entries)
	labels, times := make([]json.RawMessage, n), make([]time.Time, n)
	lines, nanoseconds, ids := make([]string, n), make([]string, n), make([]string, n)
	for i, e := range entries {
		labels[i], _ = json.Marshal(e.labels) // texts by texts
		times[i], lines[i] = time.Unix(0, e.at).UTC(), e.line
		nanoseconds[i] = strconv.FormatInt(e.at, 10)
		ids[i] = nanoseconds[i] + "_" + refID + "_" + strconv.Itoa(i)
	}
	f := data.NewFrame("",
		data.NewField("labels", nil, labels),
		data.NewField("Time", nil, times),
		data.NewField("Line", nil, lines),
		data.NewField("tsNs", nil, nanoseconds),
		data.NewField("id", nil, ids))
	f.RefID = refID
	f.Meta = &data.FrameMeta{PreferredVisualization: data.VisTypeLogs, Custom: map[string]any{"frameType": "LabeledTimeValues"}}
	return f
}
