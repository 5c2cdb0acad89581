package postgres

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"math/big"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/tideline-ml/tideline/pkg/store/server"
)

// authority signs certificates for a test.
type authority struct {
	certificate *x509.Certificate
	key         *ecdsa.PrivateKey
	pem         string
}

func newAuthority(t *testing.T, name string) *authority {
	t.Helper()
	a := &authority{}
	a.certificate = &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: name}, NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign}
	a.pem, _, a.key = a.sign(t, a.certificate)
	return a
}

// sign makes a certificate and its key, as PEM.
func (a *authority) sign(t *testing.T, c *x509.Certificate) (certificate, private string, key *ecdsa.PrivateKey) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	signer := a.key
	if signer == nil {
		signer = key
	}
	raw, err := x509.CreateCertificate(rand.Reader, c, a.certificate, &key.PublicKey, signer)
	if err != nil {
		t.Fatal(err)
	}
	encoded, err := x509.MarshalECPrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	return string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: raw})), string(pem.EncodeToMemory(&pem.Block{Type: "EC PRIVATE KEY", Bytes: encoded})), key
}

func (a *authority) leaf(t *testing.T, name string, hosts ...string) (certificate, private string) {
	t.Helper()
	certificate, private, _ = a.sign(t, &x509.Certificate{SerialNumber: big.NewInt(2), Subject: pkix.Name{CommonName: name}, DNSNames: hosts,
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth, x509.ExtKeyUsageClientAuth}})
	return certificate, private
}

// Each TLS mode against a server with a certificate of its own authority for db.example, and a user who is known by a certificate.
func TestTLS(t *testing.T) {
	p := newPlace(t)
	ours, others := newAuthority(t, "ours"), newAuthority(t, "others")
	plain := p.config
	within(t, 2*time.Second, func() error {
		c := plain
		c.TLS, _ = server.NewTLS("require", "", server.TLSFiles{})
		_, err := p.count(context.Background(), p.store(t, c), p.table("log"), "x")
		return err
	}, "does not speak TLS", "store.tls.mode")

	certificate, key := ours.leaf(t, "server", "db.example")
	switchOnTLS(t, p.admin, ours.pem, certificate, key,
		"hostssl all "+p.user+" 127.0.0.1/32 scram-sha-256 clientcert=verify-ca", "hostnossl all "+p.user+" 127.0.0.1/32 reject")
	mine, mineKey := ours.leaf(t, p.user)
	host, _, err := net.SplitHostPort(plain.URL)
	if err != nil {
		t.Fatal(err)
	}
	client := server.TLSFiles{CA: ours.pem, Certificate: mine, Key: mineKey}
	for _, c := range []struct {
		mode, name string
		files      server.TLSFiles
		words      string // of the error; "" none
	}{
		{"verify-full", "db.example", client, ""},
		{"", "db.example", client, ""},
		{"verify-full", host, client, "certificate for another name"},
		{"verify-ca", host, client, ""},
		{"verify-ca", host, server.TLSFiles{CA: others.pem, Certificate: mine, Key: mineKey}, "unknown authority"},
		{"verify-full", "db.example", server.TLSFiles{Certificate: mine, Key: mineKey}, "unknown authority"},
		{"require", host, server.TLSFiles{Certificate: mine, Key: mineKey}, ""},
		{"require", host, server.TLSFiles{}, "certificate"}, // the server asks for the client's
		{"disable", host, server.TLSFiles{}, "refused the user"},
	} {
		config := plain
		if config.TLS, err = server.NewTLS(c.mode, c.name, c.files); err != nil {
			t.Fatal(err)
		}
		_, err := p.count(context.Background(), p.store(t, config), p.table("log"), "x")
		switch {
		case c.words == "" && err != nil:
			t.Errorf("%s for %s: %v", c.mode, c.name, err)
		case c.words != "" && (err == nil || !strings.Contains(err.Error(), c.words)):
			t.Errorf("%s for %s: got %v, want %s", c.mode, c.name, err, c.words)
		}
	}
}

// switchOnTLS has a server read its certificate, and lines before all others of who may come in how; until the test ends.
func switchOnTLS(t *testing.T, admin *pgx.Conn, authority, certificate, key string, lines ...string) {
	t.Helper()
	ctx := context.Background()
	var folder, hba string
	if err := admin.QueryRow(ctx, "SELECT current_setting('data_directory'), current_setting('hba_file')").Scan(&folder, &hba); err != nil {
		t.Fatal(err)
	}
	write := func(name, text string) {
		run(t, admin, fmt.Sprintf("COPY (SELECT unnest(string_to_array('%s', E'\\n'))) TO PROGRAM 'umask 077 && cat > %s/%s'", strings.TrimSpace(text), folder, name))
	}
	write("test_authority.pem", authority)
	write("test_server.pem", certificate)
	write("test_server.key", key)
	edit := func(script string) { run(t, admin, fmt.Sprintf("COPY (SELECT 1) TO PROGRAM '%s'", script)) }
	edit(fmt.Sprintf("cp %[1]s %[1]s.before && (%[2]s; cat %[1]s.before) > %[1]s", hba, "echo "+strings.Join(lines, "; echo ")))
	settings := []string{"ssl_ca_file", "ssl_cert_file", "ssl_key_file", "ssl"}
	for i, value := range []string{folder + "/test_authority.pem", folder + "/test_server.pem", folder + "/test_server.key", "on"} {
		if _, err := admin.Exec(ctx, fmt.Sprintf("ALTER SYSTEM SET %s = '%s'", settings[i], value)); err != nil {
			t.Fatal(err)
		}
	}
	reload := func(want string) {
		run(t, admin, "SELECT pg_reload_conf()")
		for deadline := time.Now().Add(3 * time.Second); ; time.Sleep(20 * time.Millisecond) {
			var now string
			if err := admin.QueryRow(ctx, "SELECT current_setting('ssl')").Scan(&now); err != nil || time.Now().After(deadline) {
				t.Fatalf("the server did not switch TLS %s: %v", want, err)
			}
			if now == want {
				time.Sleep(100 * time.Millisecond) // for the postmaster
				return
			}
		}
	}
	t.Cleanup(func() {
		edit(fmt.Sprintf("mv %[1]s.before %[1]s", hba))
		for _, name := range settings {
			if _, err := admin.Exec(ctx, "ALTER SYSTEM RESET "+name); err != nil {
				t.Error(err)
			}
		}
		reload("off")
	})
	reload("on")
}
