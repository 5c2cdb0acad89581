// Command host shows provisioned dashboards in a browser without Grafana: it runs the plugins' real backends, answers Grafana's paths and serves
// the page that draws them. It listens on this machine only.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/signal"
	"slices"
	"strconv"
	"syscall"
	"time"

	"github.com/hashicorp/go-hclog"

	"github.com/tideline-ml/tideline/preview/host/server"
)

var roles = []string{"Viewer", "Editor", "Admin"}

// stopWithin is how long running requests may take to end after a stop.
const stopWithin = 2 * time.Second

func main() {
	var options server.Options
	flag.StringVar(&options.Provisioning, "provisioning", "provisioning", "folder of Grafana's provisioning files")
	flag.StringVar(&options.Plugins, "plugins", "dist", "folder of built plugins")
	flag.StringVar(&options.Page, "page", ".cache/preview/page", "folder of the built page")
	flag.StringVar(&options.Role, "role", "Admin", "whom everybody is taken for: Viewer, Editor or Admin")
	port := flag.Int("port", 3000, "port to listen on, 0 for any that is free")
	level := flag.String("log-level", "warn", "debug, info, warn or error, for the host and the plugins")
	exitWithParent := flag.Bool("exit-with-parent", false, "end when the process that started this one has ended")
	flag.Parse()
	options.Logger = hclog.New(&hclog.LoggerOptions{Name: "preview", Level: hclog.LevelFromString(*level), Output: os.Stderr})

	if err := run(options, *port, *exitWithParent); err != nil {
		fmt.Fprintln(os.Stderr, "preview:", err)
		os.Exit(1)
	}
}

func run(options server.Options, port int, exitWithParent bool) error {
	if !slices.Contains(roles, options.Role) {
		return fmt.Errorf("the role %q is unknown: there are %v", options.Role, roles)
	}
	if _, err := os.Stat(options.Provisioning); err != nil {
		return fmt.Errorf("no provisioning files: %w", err)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	defer stop()

	// The port is taken first, so that a host that cannot have it starts nothing.
	listener, err := net.Listen("tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(port)))
	if err != nil {
		return fmt.Errorf("port %d cannot be listened on, choose another with --port: %w", port, err)
	}
	defer listener.Close()
	options.URL = fmt.Sprintf("http://localhost:%d/", listener.Addr().(*net.TCPAddr).Port)

	s, err := server.New(options)
	if err != nil {
		return err
	}
	defer s.Close()
	if exitWithParent {
		go stopWithParent(stop)
	}
	web := &http.Server{Handler: s.Handler(), ReadHeaderTimeout: 10 * time.Second}
	served := make(chan error, 1)
	go func() { served <- web.Serve(listener) }()
	fmt.Printf("Preview: %s\n", options.URL)
	select {
	case err := <-served:
		return err
	case <-ctx.Done():
	}
	ending, cancel := context.WithTimeout(context.Background(), stopWithin)
	defer cancel()
	if err := web.Shutdown(ending); err != nil && !errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	return nil
}

// stopWithParent stops when this process is given to another parent, which happens when its own has ended without a word.
func stopWithParent(stop func()) {
	for parent := os.Getppid(); os.Getppid() == parent; {
		time.Sleep(500 * time.Millisecond)
	}
	stop()
}
