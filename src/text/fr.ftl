# Français. Mêmes messages qu’en anglais, dans le même ordre ; les valeurs sont entre accolades.

## Durées

duration-milliseconds = { $count } ms
duration-seconds = { $count } s

## Issues : les mêmes mots dans le menu, les notifications, la ligne de commande et la fenêtre

action-open = ouverture
action-close = fermeture
action-check = vérification

# « ouverture » et « fermeture » sont les mots d’action-open et d’action-close.
outcome-verified = { $profile } : { $action ->
    [ouverture] ouverture vérifiée
    [fermeture] fermeture vérifiée
   *[other] { $action } réussie
}
outcome-unverified = { $profile } : { $action } non vérifiée
outcome-failed = { $profile } : { $action ->
    [ouverture] échec de l’ouverture
   *[other] échec de la { $action }
}
last-verified = { $action ->
    [ouverture] ouverture vérifiée
    [fermeture] fermeture vérifiée
   *[other] { $action } réussie
}, { $time }
last-unverified = { $action } non vérifiée, { $time }
last-failed = { $action ->
    [ouverture] échec de l’ouverture
   *[other] échec de la { $action }
}, { $time }

port-answers = le port { $port } répond au bout de { $elapsed }
port-is-closed = le port { $port } est fermé
sent-unchecked = tout a été envoyé, rien n’a été vérifié
sent-partly = envoyé à { $address } seulement, faute de route vers l’autre adresse ; rien n’a été vérifié
packet-unchecked = le paquet demande de laisser entrer { $allow } ; le serveur ne répond jamais, et rien n’a été vérifié
packet-unsigned = { $detail } ; le paquet n’a pas de HMAC (`hmac = "none"`), si bien que le serveur déchiffre tout ce que n’importe qui lui envoie
packet-asks-for-long = { $detail } ; le paquet demande { $asked }, et fwknopd ouvre pour { $longest } au plus, sauf si son MAX_FW_TIMEOUT en dit davantage
packet-allows-source = l’adresse d’où le serveur le voit venir
packet-causes = fwknopd ne dit jamais pourquoi. Comparez avec sa configuration : les deux clés et le type de HMAC ; l’horloge (le paquet indique { $time } UTC, et deux minutes d’écart sont déjà trop) ; les ports qu’il ouvre, et s’il les redirige ; un éventuel REQUIRE_USERNAME ; et qui devait être admis : { $allow }

## Pourquoi une action a échoué, et que faire ensuite

failure-no-closing-sequence = le profil n’a pas de séquence de fermeture ; si le serveur ne ferme pas de lui-même, donnez un `close` au profil
failure-closes-by-itself = rien ne peut être envoyé pour fermer : le serveur ferme de lui-même, { $after } après la dernière ouverture
failure-closes-by-itself-sometime = rien ne peut être envoyé pour fermer : le serveur ferme de lui-même, { $usual } après la dernière ouverture si sa configuration n’en dit pas autrement (FW_ACCESS_TIMEOUT)
failure-term-not-asked = un paquet ne peut pas demander cette durée : des secondes entières, au plus { $longest }. Rien n’a été envoyé
failure-same-keys = la clé et la clé HMAC sont identiques, ce que fwknop refuse. `portknocker secret generate PROFIL` en crée de nouvelles. Rien n’a été envoyé
failure-packet-time = selon l’horloge de cette machine, le 2038-01-19 est passé, et fwknopd ne sait pas lire une telle date. Rien n’a été envoyé
failure-packet-too-long = le paquet dépasserait les { $longest } caractères au-delà desquels fwknopd n’y voit plus un paquet. Demandez moins de ports, ou raccourcissez `user`, `nat` ou `digest`. Rien n’a été envoyé
failure-packet-too-short = le paquet n’atteindrait pas les { $shortest } caractères en deçà desquels fwknopd n’y voit pas un paquet. Donnez-lui une `hmac_key`, ou allongez `user` ou `digest`. Rien n’a été envoyé
failure-no-random = le système ne fournit pas de nombres aléatoires pour composer un paquet ({ $cause }). Rien n’a été envoyé
failure-private-address = { $local } est l’adresse locale de cette machine, et { $server }, sur internet, en voit une autre : le paquet n’ouvrirait à personne. Écrivez `allow = "source"` dans le `spa` du profil pour laisser entrer l’adresse que voit le serveur, ou `allow = "https://…"` avec un service qui répond par l’adresse. Rien n’a été envoyé
failure-address-service = { $service } ne dit pas quelle est l’adresse de cette machine : { $error }. Rien n’a été envoyé
failure-source-port = impossible de partir du port { $port } ({ $cause }) ; prenez un autre `source_port`, ou aucun
failure-not-delivered-timed-out = { $remote } n’a accepté aucune connexion pour recevoir le paquet : rien ne revient. Avec `tcp` et `http`, il faut que quelque chose y écoute ; comparez `transport` et `port` avec ceux du serveur
failure-not-delivered-refused = { $remote } a refusé la connexion qui devait apporter le paquet. Avec `tcp` et `http`, il faut que quelque chose y écoute ; comparez `transport` et `port` avec ceux du serveur
failure-not-delivered-unreachable = impossible de faire parvenir le paquet à { $remote } : un hôte ou un routeur sur le chemin le dit injoignable
failure-nothing-to-check = le profil n’indique aucun port du service ; donnez-lui un `check`, comme `check = 22`
failure-name-not-found = { $host } est introuvable ({ $cause }) ; vérifiez le nom et le réseau
failure-name-timed-out = le résolveur n’a pas répondu pour { $host } en { $after } ; vérifiez le réseau, ou écrivez l’adresse du serveur au lieu de son nom
failure-no-address = { $host } n’a pas d’adresse de la famille demandée (`family = "{ $family }"`)
failure-no-ipv4 = { $host } n’a pas d’adresse IPv4, et fwknop ne connaît que l’IPv4 ; rien n’a été envoyé
failure-busy = une autre frappe vers { $address } ne s’est pas terminée en { $after } ; rien n’a été envoyé
failure-no-lock = impossible d’attendre son tour parmi les autres frappes vers { $address } ({ $cause }) ; rien n’a été envoyé
failure-bind = impossible de sortir par { $bind } ({ $cause }) ; vérifiez le `bind` du profil
failure-network-unreachable = aucune route vers le réseau de { $address } ; vérifiez la connexion, ou un VPN qui devrait être actif
failure-no-permission = le système ne permet pas d’envoyer vers { $address } ; vérifiez le pare-feu local
failure-echo-forbidden = le système ne permet pas d’envoyer de requêtes d’écho (ICMP) à { $address }. Sous Linux, ajoutez votre groupe au sysctl net.ipv4.ping_group_range, comme `sysctl net.ipv4.ping_group_range="0 2147483647"`, ou donnez au programme la capacité CAP_NET_RAW
failure-send = un paquet vers { $address } n’est pas parti : { $cause }
tries = { $count ->
    [one] { $count } tentative
   *[other] { $count } tentatives
}
failure-still-closed-timed-out = le port { $port } est toujours fermé : aucune réponse en { $waited } ({ $tries }). Comparez la séquence, son ordre et son délai avec ceux du serveur
failure-still-closed-refused = le port { $port } est toujours fermé : la connexion est refusée ({ $tries }). Soit la séquence est fausse, soit la porte est ouverte et aucun service ne tourne derrière
failure-still-closed-unreachable = le port { $port } est toujours fermé : un hôte ou un routeur sur le chemin le dit injoignable ({ $tries }). Comparez la séquence, son ordre et son délai avec ceux du serveur
failure-packet-closed-timed-out = le port { $port } est toujours fermé : aucune réponse en { $waited } ({ $tries }). { $causes }
failure-packet-closed-refused = le port { $port } est toujours fermé : la connexion est refusée ({ $tries }). Soit la porte est ouverte et aucun service ne tourne derrière, soit le paquet n’a pas été accepté. { $causes }
failure-packet-closed-unreachable = le port { $port } est toujours fermé : un hôte ou un routeur sur le chemin le dit injoignable ({ $tries }). { $causes }
failure-still-open = le port { $port } répond encore ({ $tries }) : il est OUVERT. Comparez la séquence de fermeture avec celle du serveur
failure-secret = { $field } : { $error }. Rien n’a été envoyé
failure-tcp-flags = son serveur ne tient compte que des paquets TCP portant `tcpflags = { $flags }`, et un programme ne peut envoyer que ceux avec `syn`. Mettez `tcpflags = syn` à la porte sur le serveur, puis retirez `tcpflags` du `server` du profil. Rien n’a été envoyé
failure-under-examination = un examen cherche en ce moment pourquoi il ne s’ouvre pas. Réessayez quand il sera terminé
failure-crashed = PortKnocker lui-même a commis une erreur ; son journal en dit plus, et un signalement est bienvenu
failure-agent-gone = l’agent a disparu avant d’en dire le résultat ; `portknocker check PROFIL` interroge le service
failure-not-reachable-timed-out = le port { $port } ne répond pas en { $waited }
failure-not-reachable-refused = le port { $port } refuse la connexion
failure-not-reachable-unreachable = le port { $port } est injoignable : un hôte ou un routeur sur le chemin le dit

## Pourquoi un service ne dit pas quelle est l’adresse de cette machine

address-name-not-found = son nom est introuvable ({ $cause }) ; vérifiez le nom et le réseau
address-no-ipv4 = il n’a pas d’adresse IPv4, et fwknop ne connaît que l’IPv4
address-refused = il refuse la connexion
address-unreachable = aucune route n’y mène ({ $cause })
address-untrusted = son certificat n’est pas digne de confiance : { $reason }
address-no-trust = ce système n’a aucun certificat de confiance ({ $cause })
address-broken = il a interrompu la connexion ({ $cause })
address-timed-out = aucune réponse en { $after }
address-status = il répond par l’état HTTP { $status }
address-bad-redirect = il redirige vers { $to }, qui n’est pas une adresse https://
address-too-many-redirects = il redirige sans fin
address-too-long = sa réponse est plus longue qu’une adresse
address-ipv6 = il répond par l’adresse IPv6 { $address }, et fwknop ne connaît que l’IPv4
address-not-a-host = il répond par { $address }, qu’aucune machine ne peut avoir
address-not-one = il répond par « { $answer } », ce qui n’est pas une adresse IPv4
address-system = le système n’a pas permis de l’interroger ({ $cause })
distrust-unknown-issuer = aucune autorité reconnue par ce système ne l’a signé
distrust-wrong-name = c’est celui d’un autre serveur
distrust-expired = il a expiré
distrust-not-yet = il n’est pas encore valide ; vérifiez l’horloge
distrust-revoked = il a été révoqué

list-left = { $detail } ; séquences à usage unique restantes : { $left }
list-unspent = { $detail } ; mais la séquence à usage unique employée n’a pas pu être marquée comme telle, et servirait de nouveau : { $error }

## Secrets

field-open = la séquence d’ouverture
field-close = la séquence de fermeture
field-payload = la charge utile de l’étape { $number } de { $sequence }
field-key = la clé
field-hmac-key = la clé HMAC
source-keyring = entrée { $account } du trousseau
source-env = ${ $name }
source-command = commande { $program }
source-file = fichier { $path }
secret-keyring-late = le trousseau n’a pas répondu en { $after }. S’il demande son mot de passe, donnez-le et réessayez
secret-no-keyring = il n’y a pas de trousseau dans cette session ({ $cause }). Démarrez-en un, comme GNOME Keyring, KWallet ou KeePassXC ; sans bureau, prenez le secret d’un `file`, d’un `env` ou d’une `command`
secret-keyring-refused = le trousseau est verrouillé, et sa demande a été écartée ou n’a pas pu s’afficher. Réessayez là où vous pourrez y répondre
secret-no-collection = le trousseau n’a pas de collection par défaut où conserver un secret. Créez-en une dans sa propre fenêtre (« Mots de passe et clés » sous GNOME), et réessayez
secret-not-in-keyring = le trousseau n’a pas d’entrée { $account }. `portknocker secret set PROFIL CHAMP` la crée
secret-keyring-failed = le trousseau a échoué ({ $cause }). Regardez dans sa propre fenêtre, ou redémarrez-le
secret-no-variable = la variable d’environnement { $name } n’est pas définie. L’agent a les variables que sa session avait à son démarrage
secret-command-not-started = impossible de lancer { $program } ({ $cause }). Vérifiez son nom et le PATH
secret-command-failed = { $program } a échoué ({ $status }) : { $stderr }
secret-command-failed-silently = { $program } a échoué ({ $status }), sans un mot
secret-command-late = { $program } ne s’est pas terminé en { $after }. Lancez-le seul, ou accordez-lui plus de temps avec `secret_timeout`
secret-file = { $path } : { $cause }
secret-file-late = { $path } n’a pas pu être lu en { $after } ; son disque ne répond pas
secret-file-of-others = d’autres peuvent lire { $path } (mode { $mode }). `chmod 600` vous le réserve
secret-too-long = plus long que les { $most } octets permis
secret-not-text = ce n’est pas de l’UTF-8. Une charge utile faite d’autres octets s’écrit `hex:…` ou `base64:…`
secret-empty = il n’y a rien
secret-bad-hex = pas de l’hexadécimal, malgré le `hex:` au début
secret-bad-base64 = pas du base64, malgré le `base64:` au début
secret-bad-sequence = ce n’est pas une séquence : { $mistake }
secret-bad-line = la ligne { $line } de la liste n’est pas une séquence : { $mistake }
secret-exhausted = il ne reste aucune séquence à usage unique. Ajoutez-en de nouvelles à la liste, ici et sur le serveur
mistake-no-steps = elle n’a aucune étape
mistake-not-a-port = l’étape { $number } n’est pas un port de 1 à 65535
mistake-unknown-protocol = le protocole de l’étape { $number } n’est aucun de ceux-ci : { $known }
mistake-not-a-size = l’étape { $number } n’est pas une requête d’écho de 0 à { $most } octets
mistake-bad-table = l’étape { $number } n’est pas écrite comme dans la configuration, par exemple { "{" } port = 8000, protocol = "udp", payload = "text:hi" { "}" } ; une charge utile a { $most } octets au plus

## Ce qui est revenu pour une étape

result-no_answer = pas de réponse
result-connected = connexion établie
result-answered = réponse reçue
result-refused = refusé
result-unreachable = injoignable
result-not_permitted = non envoyé : interdit
result-not_sent = non envoyé

## Baux

lease-ends = se ferme à { $time }
lease-held = se ferme avec sa dernière connexion, pas avant { $time }
lease-until-closed = reste ouvert jusqu’à la fermeture
lease-doubtful-ends = est peut-être ouvert, se ferme à { $time }
lease-doubtful = est peut-être ouvert
lease-kept-until = est maintenu ouvert jusqu’à { $time }
lease-kept-held = est maintenu ouvert jusqu’à la fin de sa dernière connexion, et jusqu’à { $time }
lease-kept = est maintenu ouvert
lease-close-failed = est peut-être encore ouvert : la fermeture a échoué, et une nouvelle tentative suivra
lease-given-up = est peut-être encore ouvert : la fermeture a échoué, et il n’y aura plus de nouvelle tentative
lease-elsewhere = est peut-être encore ouvert pour l’adresse d’où il a été ouvert
lease-moved = { $lease } ; votre adresse a changé
status-left = { $lease }, dans { $left }
status-lease = { $line } ; { $lease }
status-answers = { $line } ; le service répond
status-silent = { $line } ; le service ne répond pas
open-already = { $profile } : déjà ouvert, pour autant qu’on sache ; rien n’a été envoyé
open-just-failed = { $headline }{ $reason }, qu’une autre commande vient de constater ; `portknocker open { $profile }` réessaie, et en dit plus
close-nothing-open = rien n’est ouvert, pour autant qu’on sache
extend-not-open = { $profile } n’a pas de bail ; `portknocker open { $profile }` en ouvre un
extend-not-possible = { $profile } : { $lease }, il n’y a donc pas d’échéance que vous puissiez repousser
extend-done = { $profile } : { $lease }
extend-no-agent = aucun agent ne tourne, et seul un agent tient des baux qui peuvent être prolongés. Démarrez-en un avec `portknocker agent`
hold-until = aucun agent ne tourne : cette commande s’occupe donc de { $profile }, qui { $lease }. Ctrl-C y met fin tout de suite
hold-kept = aucun agent ne tourne : cette commande maintient donc { $profile } ouvert. Ctrl-C y met fin
hold-not-kept = ce qui est ouvert ne peut pas être noté ({ $error }) : si cette commande est tuée, rien ne le fermera
hold-left = { $profile } est peut-être encore ouvert. Le prochain agent qui démarrera le fermera
connect-no-port = { $profile } n’indique aucun port TCP où se connecter ; donnez-lui un `check`, comme `check = 22`, ou précisez HÔTE et PORT
connect-not-a-host = `{ $host }` n’est ni un nom ni une adresse
connect-no-turn = impossible d’attendre son tour parmi les autres commandes qui ouvrent { $profile } ({ $error }) ; rien n’a été envoyé
connect-failed = { $profile } : ouvert pour autant qu’on sache, mais impossible de se connecter à { $target } : { $reason }. Vérifiez que c’est le bon endroit, et que le service y tourne
connect-broken = { $profile } : la connexion à { $target } s’est interrompue : { $error }
ssh-config-name = { $profile } n’a pas de bloc `Host` : ssh prendrait son nom pour un motif ou une option, ou le refuse. `portknocker rename` lui en donne un autre
ssh-config-unwritable = { $profile } n’a pas de bloc `Host` : un chemin ou un nom qu’il contient ne peut pas tenir dans une ligne de configuration de ssh
ssh-config-no-program = le système ne dit pas où se trouve ce programme ({ $error }), que ces lignes doivent nommer
follow-up-none = { $profile } n’a pas de `on_open`, il n’y a donc rien pour se connecter ; donnez-lui-en un, comme on_open = { "{" } run = ["ssh", "{ "{" }host{ "}" }"] { "}" }
follow-up-failed = { $profile } : ouvert, mais la suite a échoué : { $error }. Regardez son `on_open`

