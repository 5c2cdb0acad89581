package server

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/backend/gtime"

	"github.com/tideline-ml/tideline/preview/host/loki"
	"github.com/tideline-ml/tideline/preview/host/prometheus"
)

// What Grafana says for a query that leaves them out.
const (
	defaultMaxDataPoints = 100
	defaultInterval      = time.Second
)

// passedOn are the headers by which a query says where it comes from.
var passedOn = []string{"X-Dashboard-Uid", "X-Datasource-Uid", "X-Panel-Id", "X-Panel-Plugin-Id", "X-Query-Group-Id", "X-Grafana-From-Expr"}

type queryRequest struct {
	From    string            `json:"from"`
	To      string            `json:"to"`
	Queries []json.RawMessage `json:"queries"`
}

// part is the queries of a request that go to one data source.
type part struct {
	source  dataSource
	queries []backend.DataQuery
}

// query answers POST /api/ds/query. As in Grafana 11, one refId in error makes the whole answer 400, with the results of the others in it.
func (s *Server) query(w http.ResponseWriter, r *http.Request) {
	var request queryRequest
	if err := json.NewDecoder(r.Body).Decode(&request); err != nil {
		fail(w, http.StatusBadRequest, "bad request data", err)
		return
	}
	if len(request.Queries) == 0 {
		fail(w, http.StatusBadRequest, "No queries found in query", nil)
		return
	}
	parts, err := s.parts(request)
	if err != nil {
		failedQuery(w, err)
		return
	}
	headers := map[string]string{}
	for _, name := range passedOn {
		if value := r.Header.Get(name); value != "" {
			headers[name] = value
		}
	}
	all := backend.NewQueryDataResponse()
	status := http.StatusOK
	for _, part := range parts {
		response, err := s.ask(r.Context(), part, headers)
		if err != nil {
			failedQuery(w, err)
			return
		}
		for refID, answer := range response.Responses {
			if answer.Error != nil {
				status = http.StatusBadRequest
			}
			all.Responses[refID] = answer
		}
	}
	reply(w, status, all)
}

// prometheus is a data source of Grafana's own, which has no plugin here.
func (s *Server) prometheus(ds dataSource) prometheus.Source {
	source := prometheus.Source{URL: ds.URL}
	if every, ok := ds.JSONData["timeInterval"].(string); ok {
		source.ScrapeInterval, _ = time.ParseDuration(every)
	}
	return source
}

// ask sends queries to a data source's plugin.
func (s *Server) ask(ctx context.Context, part part, headers map[string]string) (*backend.QueryDataResponse, error) {
	switch part.source.Type {
	case prometheus.Type:
		return s.prometheus(part.source).Query(ctx, part.queries), nil
	case loki.Type:
		return loki.Source{URL: part.source.URL}.Query(ctx, part.queries), nil
	}
	clients, err := s.clients(part.source)
	if err != nil {
		return nil, err
	}
	pluginContext, err := s.pluginContext(part.source)
	if err != nil {
		return nil, err
	}
	request := &backend.QueryDataRequest{PluginContext: pluginContext, Headers: headers, Queries: part.queries}
	response, err := clients.Data.QueryData(ctx, backend.ToProto().QueryDataRequest(request))
	if err != nil {
		return nil, err
	}
	return backend.FromProto().QueryDataResponse(response)
}

// badQuery is a request that no data source could answer.
type badQuery struct{ error }

func failedQuery(w http.ResponseWriter, err error) {
	if bad, ok := err.(badQuery); ok {
		fail(w, http.StatusBadRequest, bad.Error(), nil)
		return
	}
	failed(w, err)
}

// parts groups a request's queries by data source, in the order in which they are named.
func (s *Server) parts(request queryRequest) ([]part, error) {
	var parts []part
	for i, raw := range request.Queries {
		var head map[string]any
		if err := json.Unmarshal(raw, &head); err != nil {
			return nil, badQuery{fmt.Errorf("query %d is no object: %w", i+1, err)}
		}
		ds, err := s.source(head)
		if err != nil {
			return nil, err
		}
		query, err := dataQuery(head, raw, request.From, request.To)
		if err != nil {
			return nil, err
		}
		parts = place(parts, ds, query)
	}
	return parts, nil
}

func place(parts []part, ds dataSource, query backend.DataQuery) []part {
	for i := range parts {
		if parts[i].source.UID == ds.UID {
			parts[i].queries = append(parts[i].queries, query)
			return parts
		}
	}
	return append(parts, part{source: ds, queries: []backend.DataQuery{query}})
}

// source finds the data source that a query names: as {uid, type}, by uid, or by number.
func (s *Server) source(query map[string]any) (dataSource, error) {
	switch named := query["datasource"].(type) {
	case map[string]any:
		uid, _ := named["uid"].(string)
		return s.dataSources.find(uid)
	case string:
		return s.dataSources.find(named)
	}
	if id, ok := number(query["datasourceId"]); ok {
		return s.dataSources.findByID(id)
	}
	return s.dataSources.find("")
}

func dataQuery(head map[string]any, raw json.RawMessage, from, to string) (backend.DataQuery, error) {
	query := backend.DataQuery{RefID: "A", MaxDataPoints: defaultMaxDataPoints, Interval: defaultInterval, JSON: raw}
	if refID, _ := head["refId"].(string); refID != "" {
		query.RefID = refID
	}
	query.QueryType, _ = head["queryType"].(string)
	if n, ok := number(head["maxDataPoints"]); ok && n > 0 {
		query.MaxDataPoints = n
	}
	if n, ok := number(head["intervalMs"]); ok && n > 0 {
		query.Interval = time.Duration(n) * time.Millisecond
	}
	if own, ok := head["timeRange"].(map[string]any); ok {
		from, to = fmt.Sprint(own["from"]), fmt.Sprint(own["to"])
	}
	timeRange, err := parseTimeRange(from, to)
	query.TimeRange = timeRange
	return query, err
}

// parseTimeRange reads epoch milliseconds, ISO times and Grafana's own terms (now-6h, now/d), each end rounded outwards.
func parseTimeRange(from, to string) (backend.TimeRange, error) {
	if from == "" && to == "" {
		from, to = "now-6h", "now"
	}
	terms := gtime.NewTimeRange(from, to)
	start, err := terms.ParseFrom()
	if err != nil {
		return backend.TimeRange{}, badQuery{fmt.Errorf("from is no time: %w", err)}
	}
	end, err := terms.ParseTo()
	if err != nil {
		return backend.TimeRange{}, badQuery{fmt.Errorf("to is no time: %w", err)}
	}
	return backend.TimeRange{From: start, To: end}, nil
}
