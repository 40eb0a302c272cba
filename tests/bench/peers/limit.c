/*
 * The limit: the same job with nothing but system calls. One thread, epoll; frames are unmasked, room and
 * text found by a search, the turn's lines are one write, the turn's events one frame and one send to each
 * connection. No memory is freed and no peer is slow: what a machine can do, not a chat. Argument: folder.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define PEOPLE 16384
#define ROOMS 512
#define TURN (1 << 20)

struct room { char name[64]; int file, count, busy; int *members; char *lines, *events; size_t nl, ne; };
struct person { char name[32], *in; size_t n, size; int up; };
static struct room rooms[ROOMS];
static struct person *people[PEOPLE];
static int nrooms;
static const char *folder;

static struct room *room_of(const char *name) {
  for (int i = 0; i < nrooms; i++) if (!strcmp(rooms[i].name, name)) return &rooms[i];
  struct room *r = &rooms[nrooms++];
  char path[512];
  snprintf(r->name, sizeof r->name, "%s", name);
  snprintf(path, sizeof path, "%s/%s.txt", folder, name);
  r->file = open(path, O_WRONLY | O_APPEND | O_CREAT, 0600);
  r->members = malloc(sizeof(int) * PEOPLE);
  r->lines = malloc(TURN);
  r->events = malloc(TURN + 16);
  return r;
}

static int field(const char *json, const char *key, char *out, size_t size) {
  const char *at = strstr(json, key);
  if (!at) return 0;
  at += strlen(key);
  size_t n = 0;
  while (at[n] && !(at[n] == '"' && at[n - 1] != '\\') && n < size - 1) n++;
  memcpy(out, at, n);
  out[n] = 0;
  return 1;
}

static void flush_room(struct room *r) {
  if (r->nl == 0) return;
  if (write(r->file, r->lines, r->nl) < 0) perror("write");
  unsigned char head[10] = {0x81};
  size_t body = r->ne + 1, h;
  if (body < 126) { head[1] = body; h = 2; }
  else if (body < 65536) { head[1] = 126; head[2] = body >> 8; head[3] = body; h = 4; }
  else { head[1] = 127; memset(head + 2, 0, 4); for (int i = 0; i < 4; i++) head[6 + i] = body >> (24 - 8 * i); h = 10; }
  r->events[10] = '[';
  r->events[10 + r->ne] = ']';
  memcpy(r->events + 10 - h, head, h);
  for (int i = 0; i < r->count; i++) {
    size_t done = 0, all = h + body;
    while (done < all) {
      ssize_t n = send(r->members[i], r->events + 10 - h + done, all - done, MSG_NOSIGNAL);
      if (n < 0) { if (errno == EAGAIN || errno == EINTR) continue; break; }
      done += n;
    }
  }
  r->nl = r->ne = 0;
}

static void command(int fd, struct person *p, char *json) {
  char name[64], text[4096];
  if (!field(json, "\"room\":\"", name, sizeof name)) return;
  struct room *r = room_of(name);
  if (strstr(json, "\"type\":\"join\"")) { r->members[r->count++] = fd; return; }
  if (!field(json, "\"text\":\"", text, sizeof text)) return;
  if (r->ne > TURN - 8192) flush_room(r);
  time_t now = time(0);
  struct tm t;
  gmtime_r(&now, &t);
  char stamp[32];
  strftime(stamp, sizeof stamp, "%Y-%m-%d %H:%M:%S", &t);
  r->nl += sprintf(r->lines + r->nl, "[%s] %s: %s\n", stamp, p->name, text);
  stamp[10] = 'T';
  r->ne += sprintf(r->events + 10 + r->ne + (r->ne ? 0 : 1), "%s{\"type\":\"message\",\"room\":\"%s\",\"time\":\"%sZ\",\"name\":\"%s\",\"text\":\"%s\"}",
                   r->ne ? "," : "", name, stamp, p->name, text) + (r->ne ? 0 : 1);
}

static void take(int fd, struct person *p) {
  if (!p->up) {
    char *end = memmem(p->in, p->n, "\r\n\r\n", 4);
    if (!end) return;
    char *at = memmem(p->in, p->n, "name=", 5);
    sscanf(at ? at + 5 : "x", "%31[^ &]", p->name);
    const char *ok = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n";
    if (send(fd, ok, strlen(ok), MSG_NOSIGNAL) < 0) perror("send");
    p->up = 1;
    p->n = 0;
    return;
  }
  size_t at = 0;
  while (p->n - at >= 6) {
    unsigned char *f = (unsigned char *)p->in + at;
    size_t length = f[1] & 127, head = 2;
    if (length == 126) { if (p->n - at < 8) break; length = f[2] << 8 | f[3]; head = 4; }
    if (p->n - at < head + 4 + length) break;
    static char json[70000];
    for (size_t i = 0; i < length; i++) json[i] = f[head + 4 + i] ^ f[head + (i & 3)];
    json[length] = 0;
    command(fd, p, json);
    at += head + 4 + length;
  }
  memmove(p->in, p->in + at, p->n - at);
  p->n -= at;
}

int main(int argc, char **argv) {
  folder = argc > 1 ? argv[1] : ".";
  int one = 1, server = socket(AF_INET, SOCK_STREAM, 0), poll = epoll_create1(0);
  struct sockaddr_in a = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t size = sizeof a;
  if (bind(server, (void *)&a, size) || listen(server, 4096)) return 1;
  getsockname(server, (void *)&a, &size);
  struct epoll_event e = {.events = EPOLLIN, .data.fd = server}, events[1024];
  epoll_ctl(poll, EPOLL_CTL_ADD, server, &e);
  printf("http://localhost:%d Ctrl+C\n", ntohs(a.sin_port));
  fflush(stdout);
  for (;;) {
    int n = epoll_wait(poll, events, 1024, -1);
    for (int i = 0; i < n; i++) {
      int fd = events[i].data.fd;
      if (fd == server) {
        int c = accept4(server, 0, 0, SOCK_NONBLOCK);
        if (c < 0 || c >= PEOPLE) continue;
        setsockopt(c, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
        people[c] = calloc(1, sizeof **people);
        people[c]->in = malloc(people[c]->size = 65536);
        struct epoll_event ce = {.events = EPOLLIN, .data.fd = c};
        epoll_ctl(poll, EPOLL_CTL_ADD, c, &ce);
        continue;
      }
      struct person *p = people[fd];
      ssize_t got = recv(fd, p->in + p->n, p->size - p->n, 0);
      if (got <= 0) { if (got == 0 || (errno != EAGAIN && errno != EINTR)) epoll_ctl(poll, EPOLL_CTL_DEL, fd, 0); continue; }
      p->n += got;
      take(fd, p);
    }
    for (int i = 0; i < nrooms; i++) flush_room(&rooms[i]);
  }
}
