package server

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/genproto/pluginv2"
)

// dataSourceHealth answers as Grafana does: 200 when the data source is well, else 400.
func (s *Server) dataSourceHealth(w http.ResponseWriter, r *http.Request) {
	ds, err := s.dataSources.find(r.PathValue("uid"))
	if err != nil {
		failed(w, err)
		return
	}
	result, err := s.checkHealth(r, ds)
	if err != nil {
		failed(w, err)
		return
	}
	body := map[string]any{"status": result.Status.String(), "message": result.Message}
	if len(result.JSONDetails) > 0 {
		body["details"] = json.RawMessage(result.JSONDetails)
	}
	status := http.StatusOK
	if result.Status != backend.HealthStatusOk {
		status = http.StatusBadRequest
	}
	reply(w, status, body)
}

func (s *Server) checkHealth(r *http.Request, ds dataSource) (*backend.CheckHealthResult, error) {
	clients, err := s.clients(ds)
	if err != nil {
		return nil, err
	}
	pluginContext, err := s.pluginContext(ds)
	if err != nil {
		return nil, err
	}
	response, err := clients.Diagnostics.CheckHealth(r.Context(), &pluginv2.CheckHealthRequest{PluginContext: backend.ToProto().PluginContext(pluginContext)})
	if err != nil {
		return nil, err
	}
	return backend.FromProto().CheckHealthResponse(response), nil
}

// mostOfABody is more than any editor sends.
const mostOfABody = 32 << 20

// kept are headers that are the browser's affair, or another server's.
var kept = map[string]bool{"Cookie": true, "Authorization": true, "Connection": true, "Host": true, "Set-Cookie": true, "Content-Length": true,
	"Transfer-Encoding": true}

// dataSourceResource passes a call on to the data source's plugin and streams back what it answers.
func (s *Server) dataSourceResource(w http.ResponseWriter, r *http.Request) {
	ds, err := s.dataSources.find(r.PathValue("uid"))
	if err != nil {
		failed(w, err)
		return
	}
	clients, err := s.clients(ds)
	if err != nil {
		failed(w, err)
		return
	}
	request, err := s.resourceRequest(r, ds)
	if err != nil {
		fail(w, http.StatusBadRequest, "bad request data", err)
		return
	}
	stream, err := clients.Resource.CallResource(r.Context(), request)
	if err != nil {
		failed(w, err)
		return
	}
	for begun := false; ; begun = true {
		chunk, err := stream.Recv()
		if errors.Is(err, io.EOF) {
			if !begun {
				failed(w, errors.New("the plugin gave no answer"))
			}
			return
		}
		if err != nil {
			if !begun {
				failed(w, err)
			}
			return
		}
		if !begun {
			begin(w, chunk)
		}
		if _, err := w.Write(chunk.Body); err != nil {
			return
		}
		if flusher, ok := w.(http.Flusher); ok {
			flusher.Flush()
		}
	}
}

func (s *Server) resourceRequest(r *http.Request, ds dataSource) (*pluginv2.CallResourceRequest, error) {
	body, err := io.ReadAll(http.MaxBytesReader(nil, r.Body, mostOfABody))
	if err != nil {
		return nil, err
	}
	pluginContext, err := s.pluginContext(ds)
	if err != nil {
		return nil, err
	}
	path := r.PathValue("path")
	url := path
	if r.URL.RawQuery != "" {
		url += "?" + r.URL.RawQuery
	}
	headers := map[string]*pluginv2.StringList{}
	for name, values := range r.Header {
		if !kept[name] {
			headers[name] = &pluginv2.StringList{Values: values}
		}
	}
	return &pluginv2.CallResourceRequest{
		PluginContext: backend.ToProto().PluginContext(pluginContext),
		Path:          path,
		Method:        r.Method,
		Url:           url,
		Headers:       headers,
		Body:          body,
	}, nil
}

func begin(w http.ResponseWriter, first *pluginv2.CallResourceResponse) {
	for name, values := range first.Headers {
		if canonical := http.CanonicalHeaderKey(name); !kept[canonical] {
			for _, value := range values.Values {
				w.Header().Add(canonical, value)
			}
		}
	}
	w.Header().Set("X-Content-Type-Options", "nosniff")
	w.Header().Set("Content-Security-Policy", "sandbox")
	w.WriteHeader(int(first.Code))
}
