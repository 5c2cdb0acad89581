package postgres

import (
	"context"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/tideline-ml/tideline/pkg/model"
	"github.com/tideline-ml/tideline/pkg/store/server"
	"github.com/tideline-ml/tideline/pkg/store/server/servertest"
)

// ownServer is a server that a test may kill.
type ownServer struct {
	bin, data, port string
	running         *exec.Cmd
	ended           chan struct{} // closed when running has
}

// newServer makes a server that is not started yet; without PostgreSQL's own programs the test is skipped.
func newServer(t *testing.T) *ownServer {
	t.Helper()
	servertest.URL(t, variable) // these tests are for whoever runs engines
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if len(found) == 0 {
		t.Skip("no server below /usr/lib/postgresql")
	}
	folder, err := os.MkdirTemp("", "tideline-crash-") // not t.TempDir, which is closed to the server's user
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(folder) })
	if os.Geteuid() == 0 {
		if out, err := exec.Command("chown", "postgres:postgres", folder).CombinedOutput(); err != nil {
			t.Skipf("there is no user postgres: %s", out)
		}
	}
	_, port, _ := net.SplitHostPort(servertest.Nobody(t))
	s := &ownServer{bin: filepath.Dir(slices.Max(found)), data: filepath.Join(folder, "data"), port: port}
	if out, err := s.command("initdb", "-D", s.data, "-U", "admin", "--auth=trust", "--no-sync").CombinedOutput(); err != nil {
		t.Fatalf("initdb: %v\n%s", err, out)
	}
	t.Cleanup(func() {
		if s.running != nil {
			_ = s.running.Process.Signal(syscall.SIGQUIT)
			<-s.ended
		}
	})
	return s
}

// command is one of PostgreSQL's programs, which refuse to run as root.
func (s *ownServer) command(name string, args ...string) *exec.Cmd {
	path := filepath.Join(s.bin, name)
	if os.Geteuid() != 0 {
		return exec.Command(path, args...)
	}
	return exec.Command("setpriv", append([]string{"--reuid=postgres", "--regid=postgres", "--clear-groups", path}, args...)...)
}

// start starts the server and waits until it takes connections, also while it recovers from having been killed.
func (s *ownServer) start(t *testing.T) *pgx.Conn {
	t.Helper()
	deadline := time.Now().Add(time.Minute)
	for {
		s.running = s.command("postgres", "-D", s.data, "-p", s.port, "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=", "-c", "fsync=off")
		if err := s.running.Start(); err != nil {
			t.Fatal(err)
		}
		running, ended := s.running, make(chan struct{})
		s.ended = ended
		go func() { _ = running.Wait(); close(ended) }()
		for up := true; up && time.Now().Before(deadline); {
			conn, err := pgx.Connect(context.Background(), "host=127.0.0.1 user=admin dbname=postgres sslmode=disable port="+s.port)
			if err == nil {
				t.Cleanup(func() { conn.Close(context.Background()) })
				return conn
			}
			select {
			case <-ended: // processes of the server before may still hold its memory
				up = false
			case <-time.After(100 * time.Millisecond):
			}
		}
		if time.Now().After(deadline) {
			t.Fatal("the server does not start")
		}
		time.Sleep(200 * time.Millisecond)
	}
}

// A server that is killed in the middle of a query is an error in words, soon; when it has recovered the same store answers, and no connection is left over.
func TestKilledServer(t *testing.T) {
	s := newServer(t)
	admin := s.start(t)
	run(t, admin, `CREATE TABLE log AS SELECT TIMESTAMPTZ '2026-01-01 00:00Z' + i * INTERVAL '1 minute' AS time, CAST(i % 7 AS float8) AS x FROM generate_series(0, 999) i;
		CREATE VIEW slow AS SELECT time, x, CAST(pg_sleep(0.1) AS text) AS pause FROM log; CHECKPOINT`)
	engine, err := Open(server.Config{URL: "127.0.0.1:" + s.port, User: "admin", Database: "postgres", Timeout: 30 * time.Second})
	if err != nil {
		t.Fatal(err)
	}
	st := server.New(engine)
	defer st.Close()
	p := &place{admin: admin, schema: "public", user: "admin"}
	p.works(t, st)

	failed := make(chan error)
	for range 3 {
		go func() {
			_, err := p.count(context.Background(), st, model.Source{Table: "public.slow"}, "pause")
			failed <- err
		}()
	}
	time.Sleep(500 * time.Millisecond)
	if err := s.running.Process.Signal(syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	for range 3 {
		within(t, 10*time.Second, func() error { return <-failed }, "ask again")
	}
	within(t, 10*time.Second, func() error { _, err := p.count(context.Background(), st, p.table("log"), "x"); return err }, "PostgreSQL at 127.0.0.1")

	p.admin = s.start(t)
	var problem error
	for deadline := time.Now().Add(20 * time.Second); time.Now().Before(deadline); time.Sleep(100 * time.Millisecond) {
		if _, problem = p.count(context.Background(), st, p.table("log"), "x"); problem == nil {
			break
		}
		if !strings.Contains(fmt.Sprint(problem), "PostgreSQL at 127.0.0.1") {
			t.Fatal(problem)
		}
	}
	p.works(t, st)
	held := engine.(*Engine).pool.Stat()
	if held.AcquiredConns() != 0 || held.TotalConns() > mostConnections {
		t.Errorf("%d connections are in use, of %d", held.AcquiredConns(), held.TotalConns())
	}
	var open int
	if err := p.admin.QueryRow(context.Background(), "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'tideline'").Scan(&open); err != nil || open > mostConnections {
		t.Errorf("%d connections at the server, %v", open, err)
	}
}
