// Package prometheustest has a real Prometheus for tests, and what it has scraped of a service whose predictions are known. Tests are skipped where none is installed.
package prometheustest

import (
	"bufio"
	"fmt"
	"math"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"sort"
	"strconv"
	"strings"
	"testing"
	"time"
)

const (
	ScrapeEvery = time.Minute
	Days        = 8
	PerScrape   = 5 // predictions
)

// Prediction is one row of the log.
type Prediction struct {
	At         time.Time
	Version    string
	Brightness float64
	Words      float64 // NaN where there was no text
	Device     string
}

var (
	brightnessBounds = []float64{0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1}
	wordBounds       = []float64{-5, 0, 5, 10, 20, 50, 100}
)

// predictions that a service answered in the minutes from begin on. From the seventh day on photos are darker, and come from another device as well. The service
// begins anew in the middle, and after five days another version with the same buckets runs beside it.
func predictions(begin time.Time) []Prediction {
	random := rand.New(rand.NewPCG(7, 11))
	var log []Prediction
	for minute := range Days * 24 * 60 {
		for i := range PerScrape {
			p := Prediction{At: begin.Add(time.Duration(minute)*ScrapeEvery + time.Duration(1+10*i)*time.Second), Version: "1", Device: "pixel"}
			if minute >= 5*24*60 && random.Float64() < 0.5 {
				p.Version = "2"
			}
			p.Brightness = 0.2 + 0.5*random.Float64() + 0.2*random.Float64()
			p.Words = math.Floor(20*random.ExpFloat64()) - 3
			if random.Float64() < 0.3 {
				p.Device = "iphone"
			}
			if minute >= 6*24*60 {
				p.Brightness *= 0.9
				if random.Float64() < 0.25 {
					p.Device = "fold"
				}
			}
			if random.Float64() < 0.1 {
				p.Words = math.NaN()
			}
			log = append(log, p)
		}
	}
	return log
}

// exposition writes what was scraped, as OpenMetrics with times. A counter is written before it first counts, as a good service does.
func exposition(t *testing.T, file string, begin time.Time, log []Prediction) {
	t.Helper()
	f, err := os.Create(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	w := bufio.NewWriter(f)
	defer w.Flush()
	values := map[string][]float64{} // by series: at each scrape
	scrapes := Days*24*60 + 1
	add := func(series string, minute int, x float64) {
		if values[series] == nil {
			values[series] = make([]float64, scrapes)
		}
		values[series][minute] += x
	}
	observe := func(feature, version string, bounds []float64, minute int, x float64) {
		labels := fmt.Sprintf(`model="photos",version=%q,feature=%q`, version, feature)
		for _, le := range append(slices.Clone(bounds), math.Inf(1)) {
			add("photos_feature_value_bucket{"+labels+",le=\""+bound(le)+"\"}", minute, map[bool]float64{true: 1}[x <= le])
		}
		add("photos_feature_value_count{"+labels+"}", minute, 1)
		add("photos_feature_value_sum{"+labels+"}", minute, x)
	}
	for _, p := range log {
		minute := int(p.At.Sub(begin)/ScrapeEvery) + 1
		observe("brightness", p.Version, brightnessBounds, minute, p.Brightness)
		missing := 0.0
		if math.IsNaN(p.Words) {
			missing = 1
		} else {
			observe("words", p.Version, wordBounds, minute, p.Words)
		}
		add(fmt.Sprintf(`photos_feature_missing_total{model="photos",version=%q,feature="words"}`, p.Version), minute, missing)
		for _, device := range []string{"pixel", "iphone", "fold"} {
			add(fmt.Sprintf(`photos_feature_category_total{model="photos",version=%q,feature="device",value=%q}`, p.Version, device), minute, map[bool]float64{true: 1}[p.Device == device])
		}
	}
	names := make([]string, 0, len(values))
	for name := range values {
		names = append(names, name)
	}
	sort.Strings(names)
	restart := 3*24*60 + 17 // the process begins anew: its counters do, too
	last := ""
	for _, name := range names {
		metric := metricOf(name)
		if metric != last {
			fmt.Fprintf(w, "# TYPE %s %s\n", metric, map[bool]string{true: "histogram", false: "counter"}[metric == "photos_feature_value"])
			last = metric
		}
		sum := 0.0
		for minute, x := range values[name] {
			if minute == restart {
				sum = 0
			}
			sum += x
			fmt.Fprintf(w, "%s %v %d\n", name, sum, begin.Add(time.Duration(minute)*ScrapeEvery).Unix())
		}
	}
	fmt.Fprintln(w, "# EOF")
}

// metricOf is the metric that a series is a part of.
func metricOf(series string) string {
	for _, metric := range []string{"photos_feature_value", "photos_feature_category", "photos_feature_missing"} {
		if strings.HasPrefix(series, metric) {
			return metric
		}
	}
	return series
}

func bound(le float64) string {
	if math.IsInf(le, 1) {
		return "+Inf"
	}
	return strconv.FormatFloat(le, 'f', 1, 64)
}

// Installed skips the test where a real Prometheus' programs are missing.
func Installed(t *testing.T) {
	t.Helper()
	for _, program := range []string{"prometheus", "promtool"} {
		if _, err := exec.LookPath(program); err != nil {
			t.Skipf("%s is not installed (Debian: apt-get install prometheus)", program)
		}
	}
}

// Serve starts a Prometheus on a folder of blocks, until the test ends.
func Serve(t *testing.T, folder, config string, flags ...string) (address string) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address = listener.Addr().String()
	listener.Close()
	file := filepath.Join(t.TempDir(), "prometheus.yml")
	if err := os.WriteFile(file, []byte(config), 0o600); err != nil {
		t.Fatal(err)
	}
	command := exec.Command("prometheus", append([]string{"--config.file=" + file, "--storage.tsdb.path=" + folder, "--storage.tsdb.retention.time=10y",
		"--web.listen-address=" + address, "--log.level=error"}, flags...)...)
	command.Stderr = os.Stderr
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		command.Process.Signal(os.Interrupt)
		command.Wait()
	})
	for range 150 {
		if response, err := http.Get("http://" + address + "/-/ready"); err == nil {
			response.Body.Close()
			if response.StatusCode == http.StatusOK {
				return address
			}
		}
		time.Sleep(100 * time.Millisecond)
	}
	t.Fatal("Prometheus is not ready within 15 s")
	return ""
}

// Photos is a service's log, which ends now, and the address of a Prometheus that has scraped the service: photos_feature{model="photos"}, with the features
// brightness, words and device, and the label version.
type Photos struct {
	Address string
	Begin   time.Time
	Log     []Prediction
}

// Start backfills the log and serves it until the test ends.
func Start(t *testing.T) *Photos {
	t.Helper()
	Installed(t)
	folder := t.TempDir()
	p := &Photos{Begin: time.Now().UTC().Truncate(time.Minute).Add(-Days * 24 * time.Hour)}
	p.Log = predictions(p.Begin)
	file := filepath.Join(folder, "photos.om")
	exposition(t, file, p.Begin, p.Log)
	said, err := exec.Command("promtool", "tsdb", "create-blocks-from", "openmetrics", "--max-block-duration=24h", file, filepath.Join(folder, "data")).CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, said)
	}
	p.Address = Serve(t, filepath.Join(folder, "data"), "global: {scrape_interval: 1m}\n")
	return p
}
