// Package lokitest has a real Loki for tests: one that LOKI_BINARY names is started, one that LOKI_URL names is used. Tests are skipped where there is neither.
package lokitest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// Server is a Loki that answers.
type Server struct{ URL string }

// Line is a line of a stream; Metadata is its structured metadata.
type Line struct {
	At       time.Time
	Text     string
	Metadata map[string]string
}

// Start finds a Loki or starts one, until the test ends. limits are of limits_config, beside those that let lines of any age in.
func Start(t testing.TB, limits map[string]any) *Server {
	t.Helper()
	if running := os.Getenv("LOKI_URL"); running != "" && len(limits) == 0 {
		return &Server{strings.TrimSuffix(running, "/")}
	}
	program := os.Getenv("LOKI_BINARY")
	if program == "" {
		t.Skip("needs a Loki: name a program by LOKI_BINARY, or one that runs by LOKI_URL")
	}
	folder := t.TempDir()
	port, grpc := freePort(t), freePort(t)
	file := filepath.Join(folder, "loki.yaml")
	raw, err := json.Marshal(configuration(folder, port, grpc, limits)) // JSON is YAML
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	said, err := os.Create(filepath.Join(folder, "log"))
	if err != nil {
		t.Fatal(err)
	}
	command := exec.Command(program, "-config.file="+file)
	command.Stdout, command.Stderr = said, said
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = command.Process.Kill()
		_ = command.Wait()
		said.Close()
	})
	s := &Server{"http://127.0.0.1:" + strconv.Itoa(port)}
	for deadline := time.Now().Add(2 * time.Minute); ; time.Sleep(200 * time.Millisecond) {
		if response, err := http.Get(s.URL + "/ready"); err == nil {
			response.Body.Close()
			if response.StatusCode == http.StatusOK {
				return s
			}
		}
		if time.Now().After(deadline) {
			text, _ := os.ReadFile(said.Name())
			t.Fatalf("Loki is not ready after two minutes:\n%s", text)
		}
	}
}

func freePort(t testing.TB) int {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port
}

func configuration(folder string, port, grpc int, limits map[string]any) map[string]any {
	all := map[string]any{"reject_old_samples": false, "ingestion_rate_mb": 100, "ingestion_burst_size_mb": 100, "per_stream_rate_limit": "100MB", "per_stream_rate_limit_burst": "100MB",
		"unordered_writes": true, "discover_service_name": []string{}}
	for name, value := range limits {
		all[name] = value
	}
	const loopback = "127.0.0.1"
	return map[string]any{
		"auth_enabled": false,
		"analytics":    map[string]any{"reporting_enabled": false},
		"server": map[string]any{"http_listen_address": loopback, "http_listen_port": port, "grpc_listen_address": loopback, "grpc_listen_port": grpc, "log_level": "error",
			"http_server_write_timeout": "5m"}, // a machine that is busy takes longer than 30 s
		"common": map[string]any{"instance_addr": loopback, "path_prefix": folder, "replication_factor": 1,
			"ring":    map[string]any{"instance_addr": loopback, "kvstore": map[string]any{"store": "inmemory"}},
			"storage": map[string]any{"filesystem": map[string]any{"chunks_directory": filepath.Join(folder, "chunks"), "rules_directory": filepath.Join(folder, "rules")}}},
		"schema_config": map[string]any{"configs": []any{map[string]any{"from": "2020-01-01", "store": "tsdb", "object_store": "filesystem", "schema": "v13",
			"index": map[string]any{"prefix": "index_", "period": "24h"}}}},
		"limits_config": all,
	}
}

// Push sends lines of a stream, and waits until all that the stream has can be queried: lines older than three hours are not seen before they are flushed.
func (s *Server) Push(t testing.TB, labels map[string]string, lines []Line) {
	t.Helper()
	for len(lines) > 0 {
		n := min(len(lines), 5000)
		values := make([][]any, n)
		for i, l := range lines[:n] {
			values[i] = []any{strconv.FormatInt(l.At.UnixNano(), 10), l.Text}
			if l.Metadata != nil {
				values[i] = append(values[i], l.Metadata)
			}
		}
		raw, err := json.Marshal(map[string]any{"streams": []any{map[string]any{"stream": labels, "values": values}}})
		if err != nil {
			t.Fatal(err)
		}
		s.post(t, "/loki/api/v1/push", raw)
		lines = lines[n:]
	}
}

// Flush makes all lines visible, and waits until a selector has as many as were pushed between two instants.
func (s *Server) Flush(t testing.TB, selector string, from, to time.Time, want int) {
	t.Helper()
	s.post(t, "/flush", nil)
	query := url.Values{"query": {fmt.Sprintf("sum(count_over_time(%s [%ds]))", selector, int64(to.Sub(from)/time.Second)+1)}, "time": {strconv.FormatInt(to.UnixNano(), 10)}}
	seen := ""
	for range 150 {
		response, err := http.Get(s.URL + "/loki/api/v1/query?" + query.Encode())
		if err != nil {
			t.Fatal(err)
		}
		raw, _ := io.ReadAll(response.Body)
		response.Body.Close()
		if seen = string(raw); strings.Contains(seen, fmt.Sprintf(`"%d"]`, want)) {
			return
		}
		time.Sleep(200 * time.Millisecond)
	}
	t.Fatalf("Loki does not show %d lines of %s after 30 s: %s", want, selector, seen)
}

func (s *Server) post(t testing.TB, path string, body []byte) {
	t.Helper()
	response, err := http.Post(s.URL+path, "application/json", bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if said, _ := io.ReadAll(response.Body); response.StatusCode >= 300 {
		t.Fatalf("%s: %d %s", path, response.StatusCode, said)
	}
}
