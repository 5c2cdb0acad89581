package plugins

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"sync"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend/grpcplugin"
	"github.com/hashicorp/go-hclog"
	goplugin "github.com/hashicorp/go-plugin"
)

// ErrUnavailable says that the plugin's process is not there; it is being started again.
var ErrUnavailable = errors.New("the plugin's process is not running")

// watchEvery is how soon a dead process is noticed. Grafana looks once a second.
const watchEvery = 250 * time.Millisecond

// A process that dies at once is not started over and over: the pause before the next start grows up to the longest.
const (
	shortLife    = 5 * time.Second
	firstPause   = 500 * time.Millisecond
	longestPause = 10 * time.Second
)

// Backend is a plugin's process, started again when it dies, spoken to over gRPC as Grafana does.
type Backend struct {
	plugin  Plugin
	version string
	sockets string
	logger  hclog.Logger
	starter *starter

	mutex   sync.Mutex
	client  *goplugin.Client
	clients Clients

	stop context.CancelFunc
	done chan struct{}
}

// Clients are the services of a plugin. One that it does not offer answers Unimplemented.
type Clients struct {
	Data        grpcplugin.DataClient
	Diagnostics grpcplugin.DiagnosticsClient
	Resource    grpcplugin.ResourceClient
}

// Start runs the backend of a plugin. The version is the one of the Grafana that this host speaks for.
func Start(plugin Plugin, version string, logger hclog.Logger) (*Backend, error) {
	if _, err := os.Stat(plugin.command()); err != nil {
		return nil, fmt.Errorf("%s has no backend for this system: build it first (%w)", plugin.ID, err)
	}
	sockets, err := os.MkdirTemp("", "preview-")
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithCancel(context.Background())
	b := &Backend{plugin: plugin, version: version, sockets: sockets, logger: logger.Named(plugin.ID), starter: newStarter(),
		stop: cancel, done: make(chan struct{})}
	if err := b.start(); err != nil {
		cancel()
		_ = os.RemoveAll(sockets)
		return nil, err
	}
	go b.watch(ctx)
	return b, nil
}

// Clients returns the running plugin's services, or ErrUnavailable.
func (b *Backend) Clients() (Clients, error) {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	if b.client.Exited() {
		return Clients{}, ErrUnavailable
	}
	return b.clients, nil
}

// Close ends the process and waits for its end.
func (b *Backend) Close() {
	b.stop()
	<-b.done
	b.mutex.Lock()
	defer b.mutex.Unlock()
	b.client.Kill()
	_ = os.RemoveAll(b.sockets)
}

func (b *Backend) watch(ctx context.Context) {
	defer close(b.done)
	tick := time.NewTicker(watchEvery)
	defer tick.Stop()
	pause, started := firstPause, time.Now()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		if _, err := b.Clients(); err == nil {
			continue
		}
		if time.Since(started) > shortLife {
			pause = firstPause
		}
		b.logger.Warn("the plugin's process has ended, starting it again", "in", pause)
		select {
		case <-ctx.Done():
			return
		case <-time.After(pause):
		}
		pause, started = min(2*pause, longestPause), time.Now()
		if err := b.start(); err != nil {
			b.logger.Error("the plugin could not be started", "error", err)
		}
	}
}

func (b *Backend) start() error {
	client := goplugin.NewClient(&goplugin.ClientConfig{
		Cmd: b.command(),
		HandshakeConfig: goplugin.HandshakeConfig{
			ProtocolVersion:  grpcplugin.ProtocolVersion,
			MagicCookieKey:   grpcplugin.MagicCookieKey,
			MagicCookieValue: grpcplugin.MagicCookieValue,
		},
		VersionedPlugins: map[int]goplugin.PluginSet{grpcplugin.ProtocolVersion: {
			"data":        &grpcplugin.DataGRPCPlugin{},
			"diagnostics": &grpcplugin.DiagnosticsGRPCPlugin{},
			"resource":    &grpcplugin.ResourceGRPCPlugin{},
		}},
		AllowedProtocols: []goplugin.Protocol{goplugin.ProtocolGRPC},
		UnixSocketConfig: &goplugin.UnixSocketConfig{TempDir: b.sockets},
		SkipHostEnv:      true,
		Logger:           b.logger,
	})
	var protocol goplugin.ClientProtocol
	err := b.starter.do(func() (err error) { protocol, err = client.Client(); return err })
	if err != nil {
		client.Kill()
		return fmt.Errorf("%s: %w", b.plugin.ID, err)
	}
	served := map[string]any{}
	for _, name := range []string{"data", "diagnostics", "resource"} {
		if served[name], err = protocol.Dispense(name); err != nil {
			client.Kill()
			return fmt.Errorf("%s: %w", b.plugin.ID, err)
		}
	}
	b.mutex.Lock()
	defer b.mutex.Unlock()
	if b.client != nil {
		b.client.Kill() // removes what the dead process left behind
	}
	b.client = client
	b.clients.Data, _ = served["data"].(grpcplugin.DataClient)
	b.clients.Diagnostics, _ = served["diagnostics"].(grpcplugin.DiagnosticsClient)
	b.clients.Resource, _ = served["resource"].(grpcplugin.ResourceClient)
	return nil
}

func (b *Backend) command() *exec.Cmd {
	cmd := exec.Command(b.plugin.command())
	cmd.Dir = b.plugin.Folder
	cmd.Env = append(environment(os.Environ()), "GF_VERSION="+b.version, "GF_EDITION=Open Source", "GF_PLUGIN_VERSION="+b.plugin.Version)
	endWithParent(cmd)
	return cmd
}

// proxies are what Grafana passes on of its own environment to a plugin that it keeps the rest from.
var proxies = map[string]bool{"HTTP_PROXY": true, "http_proxy": true, "HTTPS_PROXY": true, "https_proxy": true, "NO_PROXY": true, "no_proxy": true}

// environment keeps of the host's environment what Grafana hands to a plugin: its settings (GF_PLUGIN_…), and the proxies.
func environment(host []string) []string {
	var kept []string
	for _, variable := range host {
		name, _, _ := strings.Cut(variable, "=")
		if strings.HasPrefix(name, "GF_PLUGIN_") || proxies[name] {
			kept = append(kept, variable)
		}
	}
	return kept
}
