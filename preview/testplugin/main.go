// Command testplugin is a small data source that the preview is tried with: it answers with what it was told, fails when asked to, and dies when
// asked to. Its manifest, its editors and a panel lie in plugins/, written by hand.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"sort"
	"strings"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/backend/datasource"
	"github.com/grafana/grafana-plugin-sdk-go/backend/instancemgmt"
	"github.com/grafana/grafana-plugin-sdk-go/data"
)

type settings struct {
	Greeting string `json:"greeting"`
}

type instance struct {
	settings settings
	secret   string
}

func newInstance(_ context.Context, s backend.DataSourceInstanceSettings) (instancemgmt.Instance, error) {
	i := &instance{secret: s.DecryptedSecureJSONData["password"]}
	return i, json.Unmarshal(s.JSONData, &i.settings)
}

type query struct {
	Want  string  `json:"want"`  // series, number, moment, error or death
	Name  string  `json:"name"`  // of the series, for templates
	Value float64 `json:"value"` // of the number
}

func (i *instance) QueryData(_ context.Context, request *backend.QueryDataRequest) (*backend.QueryDataResponse, error) {
	response := backend.NewQueryDataResponse()
	for _, q := range request.Queries {
		response.Responses[q.RefID] = i.answer(q)
	}
	return response, nil
}

func (i *instance) answer(q backend.DataQuery) backend.DataResponse {
	var asked query
	if err := json.Unmarshal(q.JSON, &asked); err != nil {
		return backend.ErrDataResponse(backend.StatusBadRequest, err.Error())
	}
	switch asked.Want {
	case "error":
		return backend.ErrDataResponse(backend.StatusBadRequest, "asked to fail")
	case "death":
		os.Exit(3)
	case "moment":
		return backend.DataResponse{Frames: data.Frames{moment(asked.Name, q)}}
	case "number":
		field := data.NewField("value", data.Labels{"feature": asked.Name}, []float64{asked.Value})
		frame := data.NewFrame("number", field)
		frame.SetMeta(&data.FrameMeta{Type: data.FrameTypeNumericMulti, TypeVersion: data.FrameTypeVersion{0, 1}})
		return backend.DataResponse{Frames: data.Frames{frame}}
	}
	return backend.DataResponse{Frames: data.Frames{series(asked.Name, q)}}
}

// moment is the middle of the asked range, with a text: an annotation.
func moment(text string, q backend.DataQuery) *data.Frame {
	middle := q.TimeRange.From.Add(q.TimeRange.Duration() / 2)
	return data.NewFrame("moment", data.NewField("time", nil, []time.Time{middle}), data.NewField("text", nil, []string{text}))
}

// series counts up over the asked range, in as many steps as there is room for, at most 50.
func series(name string, q backend.DataQuery) *data.Frame {
	points := int(min(q.MaxDataPoints, 50))
	step := q.TimeRange.Duration() / time.Duration(points)
	times, values := make([]time.Time, points), make([]float64, points)
	for p := range points {
		times[p], values[p] = q.TimeRange.From.Add(time.Duration(p)*step), float64(p)/100
	}
	frame := data.NewFrame(name, data.NewField("time", nil, times), data.NewField("value", data.Labels{"feature": name}, values))
	frame.SetMeta(&data.FrameMeta{Type: data.FrameTypeTimeSeriesMulti, TypeVersion: data.FrameTypeVersion{0, 1}})
	return frame
}

func (i *instance) CheckHealth(context.Context, *backend.CheckHealthRequest) (*backend.CheckHealthResult, error) {
	if i.settings.Greeting == "" {
		return &backend.CheckHealthResult{Status: backend.HealthStatusError, Message: "no greeting"}, nil
	}
	return &backend.CheckHealthResult{Status: backend.HealthStatusOk, Message: i.settings.Greeting, JSONDetails: []byte(`{"secret":"` + i.secret + `"}`)}, nil
}

func (i *instance) CallResource(_ context.Context, request *backend.CallResourceRequest, sender backend.CallResourceResponseSender) error {
	answer := func(status int, body any) error {
		text, err := json.Marshal(body)
		return errors.Join(err, sender.Send(&backend.CallResourceResponse{Status: status, Headers: map[string][]string{"Content-Type": {"application/json"}}, Body: text}))
	}
	switch request.Path {
	case "names":
		return answer(200, []string{"amber", "blue", "coral"})
	case "environment":
		names := []string{}
		for _, variable := range os.Environ() {
			name, _, _ := strings.Cut(variable, "=")
			names = append(names, name)
		}
		sort.Strings(names)
		return answer(200, names)
	case "call":
		return answer(200, map[string]any{"method": request.Method, "url": request.URL, "body": string(request.Body), "user": request.PluginContext.User.Login,
			"role": request.PluginContext.User.Role, "org": request.PluginContext.OrgID, "cookie": request.Headers["Cookie"], "process": os.Getpid()})
	}
	return answer(404, map[string]string{"message": "there is no " + request.Path})
}

func main() {
	if err := datasource.Manage("preview-test-datasource", newInstance, datasource.ManageOpts{}); err != nil {
		os.Exit(1)
	}
}
